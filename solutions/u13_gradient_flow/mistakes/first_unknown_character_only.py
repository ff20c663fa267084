"""the dictionary's own KeyError is raised

It names the first character only; whoever has five to mend learns of one.
"""

EXERCISE = "13.4"
READ = "handout 4.1"


def encode(text: str, vocab: list[str]) -> Ids:
    """Return ids."""
    place = {character: number for number, character in enumerate(vocab)}
    return np.array([place[character] for character in text], dtype=np.int64)
