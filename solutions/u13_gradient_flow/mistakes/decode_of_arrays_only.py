"""decode takes an array for granted

`sample` returns a list, and it is to be read as well.
"""

EXERCISE = "13.4"
READ = "handout 4.1"


def decode(ids: Ids, vocab: list[str]) -> str:
    """Return the text."""
    return "".join(vocab[number] for number in ids.tolist())
