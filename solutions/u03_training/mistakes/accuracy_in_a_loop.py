"""the votes are counted in a loop over the examples

One comparison of all votes with all labels gives an array; sum it.
"""

EXERCISE = "3.12"
READ = "handout 6.4"


def accuracy(logits: Array, t: Labels) -> float:
    """Return what the share of right votes is taken for."""
    xp = array_namespace(logits)
    labels = xp.argmax(t, axis=1) if t.ndim > 1 else t
    votes = xp.argmax(logits, axis=1)
    return sum(int(v == k) for v, k in zip(votes, labels, strict=True)) / len(logits)
