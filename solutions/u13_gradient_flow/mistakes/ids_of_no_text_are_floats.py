"""the ids of an empty text are floats

An array of an empty list is float64, and floats are no index: say the dtype.
"""

EXERCISE = "13.4"
READ = "handout 4.1"


def encode(text: str, vocab: list[str]) -> Ids:
    """Return ids."""
    unknown = sorted(set(text) - set(vocab))
    if unknown:
        raise KeyError(unknown)
    place = {character: number for number, character in enumerate(vocab)}
    return np.array([place[character] for character in text])
