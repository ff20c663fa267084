"""log_softmax takes no maximum off inside the sum

The exponential overflows in log_softmax as it does in softmax.
"""

EXERCISE = "3.9"
READ = "handout 6.1"


def log_softmax(x: Array, axis: int = -1) -> Array:
    """Return what its logarithm is taken for."""
    xp = array_namespace(x)
    sums = xp.sum(xp.exp(1.0 * x), axis=axis, keepdims=True)
    out: Array = 1.0 * x - xp.log(sums)
    return out
