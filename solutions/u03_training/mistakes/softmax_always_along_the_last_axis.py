"""softmax runs along the last axis, whatever axis is given

The argument axis says where the classes are; pass it on to the maximum and to the sum.
"""

EXERCISE = "3.1"
READ = "handout 2.1"


def softmax(x: Array, axis: int = -1) -> Array:
    """Return what softmax is taken for."""
    del axis
    xp = array_namespace(x)
    powers = xp.exp(_lowered(x, -1))
    out: Array = powers / xp.sum(powers, axis=-1, keepdims=True)
    return out
