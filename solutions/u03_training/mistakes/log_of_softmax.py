"""the logarithm of softmax is taken

A probability below 1e-324 is stored as 0, and the logarithm of 0 is -inf. Written as a
difference it never becomes 0.
"""

EXERCISE = "3.9"
READ = "handout 2.2"


def log_softmax(x: Array, axis: int = -1) -> Array:
    """Return what its logarithm is taken for."""
    xp = array_namespace(x)
    out: Array = xp.log(softmax(x, axis))
    return out
