"""log_softmax fills an array that np.zeros made

It is in the computer's own memory. Let the formula make the array.
"""

EXERCISE = "3.13"
READ = "handout 6.5"


def log_softmax(x: Array, axis: int = -1) -> Array:
    """Return what its logarithm is taken for."""
    xp = array_namespace(x)
    lowered = _lowered(x, axis)
    out = np.zeros(x.shape, lowered.dtype)
    out += lowered - xp.log(xp.sum(xp.exp(lowered), axis=axis, keepdims=True))
    return out
