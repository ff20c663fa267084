"""log_softmax runs along the last axis, whatever axis is given

The argument axis says where the classes are; pass it on to the maximum and to the sum.
"""

EXERCISE = "3.1"
READ = "handout 2.2"


def log_softmax(x: Array, axis: int = -1) -> Array:
    """Return what its logarithm is taken for."""
    del axis
    xp = array_namespace(x)
    lowered = _lowered(x, -1)
    sums = xp.sum(xp.exp(lowered), axis=-1, keepdims=True)
    out: Array = lowered - xp.log(sums)
    return out
