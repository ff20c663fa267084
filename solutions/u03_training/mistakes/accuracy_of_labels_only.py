"""label rows are not turned into labels

Rows have two axes. The place of the 1 in a row is its label.
"""

EXERCISE = "3.5"
READ = "handout 3.5"


def accuracy(logits: Array, t: Labels) -> float:
    """Return what the share of right votes is taken for."""
    xp = array_namespace(logits)
    right = xp.argmax(logits, axis=1) == t.reshape(-1)[: len(logits)]
    return float(xp.sum(right) / len(logits))
