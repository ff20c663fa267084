"""the ids are left in a list

A list has no shape and cannot be cut into rows: make an array of it.
"""

EXERCISE = "13.4"
READ = "handout 4.1"


def encode(text: str, vocab: list[str]) -> Ids:
    """Return the places."""
    unknown = sorted(set(text) - set(vocab))
    if unknown:
        msg = f"not in the vocabulary: {', '.join(map(repr, unknown))}"
        raise KeyError(msg)
    return [vocab.index(character) for character in text]
