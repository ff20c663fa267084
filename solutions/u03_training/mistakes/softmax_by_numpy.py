"""softmax makes a NumPy array of x

np.asarray would fetch x from the GPU. xp = array_namespace(x) knows its functions.
"""

EXERCISE = "3.13"
READ = "handout 6.5"


def softmax(x: Array, axis: int = -1) -> Array:
    """Return what softmax is taken for."""
    x = 1.0 * np.asarray(x)
    powers = np.exp(x - np.max(x, axis=axis, keepdims=True))
    out: Array = powers / np.sum(powers, axis=axis, keepdims=True)
    return out
