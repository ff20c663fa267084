"""accuracy makes the logits a row of zeros and a single 1

The caller may want to go on with them: count with a new array.
"""

EXERCISE = "3.10"
READ = "handout 6.2"


def accuracy(logits: Array, t: Labels) -> float:
    """Return what the share of right votes is taken for."""
    xp = array_namespace(logits)
    labels = xp.argmax(t, axis=1) if t.ndim > 1 else t
    votes = xp.argmax(logits, axis=1)
    logits[...] = votes[:, None] == xp.arange(logits.shape[1])
    return float(xp.sum(votes == labels) / len(logits))
