"""softmax takes the maximum off x itself

x -= ... writes into the array of the caller. x - ... makes a new one.
"""

EXERCISE = "3.10"
READ = "handout 6.2"


def softmax(x: Array, axis: int = -1) -> Array:
    """Return what softmax is taken for."""
    xp = array_namespace(x)
    if x.dtype.kind == "f":
        x -= xp.max(x, axis=axis, keepdims=True)
    powers = xp.exp(_lowered(x, axis))
    out: Array = powers / xp.sum(powers, axis=axis, keepdims=True)
    return out
