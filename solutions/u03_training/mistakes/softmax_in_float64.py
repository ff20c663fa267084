"""softmax turns everything into float64

Whoever chose float32 wanted half the memory. 1.0 * x lifts whole numbers only.
"""

EXERCISE = "3.11"
READ = "handout 6.3"


def softmax(x: Array, axis: int = -1) -> Array:
    """Return what softmax is taken for."""
    xp = array_namespace(x)
    powers = xp.exp(_lowered(xp.astype(x, xp.float64), axis))
    out: Array = powers / xp.sum(powers, axis=axis, keepdims=True)
    return out
