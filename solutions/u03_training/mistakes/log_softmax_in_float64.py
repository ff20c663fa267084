"""log_softmax turns everything into float64

Whoever chose float32 wanted half the memory. 1.0 * x lifts whole numbers only.
"""

EXERCISE = "3.11"
READ = "handout 6.3"


def log_softmax(x: Array, axis: int = -1) -> Array:
    """Return what its logarithm is taken for."""
    xp = array_namespace(x)
    lowered = _lowered(xp.astype(x, xp.float64), axis)
    out: Array = lowered - xp.log(xp.sum(xp.exp(lowered), axis=axis, keepdims=True))
    return out
