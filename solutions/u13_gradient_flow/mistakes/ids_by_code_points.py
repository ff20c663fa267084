"""the ids are distances of code points

A character is known by its place in vocab, whatever its number in Unicode.
"""

EXERCISE = "13.4"
READ = "handout 4.1"


def encode(text: str, vocab: list[str]) -> Ids:
    """Count from the first character of the vocabulary."""
    unknown = sorted(set(text) - set(vocab))
    if unknown:
        msg = f"not in the vocabulary: {', '.join(map(repr, unknown))}"
        raise KeyError(msg)
    ids = [ord(character) - ord(vocab[0]) for character in text]
    return np.array(ids, dtype=np.int64)
