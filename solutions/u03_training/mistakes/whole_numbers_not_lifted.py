"""the maximum is taken off whole numbers as they are

In bytes, 3 - 5 is 254, and NumPy takes e^x of bytes in float16. Make floats of them
first.
"""

EXERCISE = "3.11"
READ = "handout 6.3"


def _lowered(x: Array, axis: int) -> Array:
    """Return numbers whose powers are taken."""
    xp = array_namespace(x)
    out: Array = x - xp.max(x, axis=axis, keepdims=True)
    return out
