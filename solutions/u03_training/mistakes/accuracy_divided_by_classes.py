"""the right answers are divided by the number of classes

logits has the shape (N, C): len(logits) is N.
"""

EXERCISE = "3.5"
READ = "handout 3.5"


def accuracy(logits: Array, t: Labels) -> float:
    """Return what the share of right votes is taken for."""
    xp = array_namespace(logits)
    labels = xp.argmax(t, axis=1) if t.ndim > 1 else t
    right = xp.argmax(logits, axis=1) == labels
    return float(xp.sum(right) / logits.shape[1])
