"""numbers are divided by their sum without a power of e

Shares of plain numbers may be negative. The power makes each of them positive first.
"""

EXERCISE = "3.1"
READ = "handout 2.1"


def softmax(x: Array, axis: int = -1) -> Array:
    """Return what softmax is taken for."""
    xp = array_namespace(x)
    out: Array = 1.0 * x / xp.sum(1.0 * x, axis=axis, keepdims=True)
    return out
