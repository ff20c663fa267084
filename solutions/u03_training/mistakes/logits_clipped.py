"""numbers above 500 are cut off

The power does not overflow then, but 600 and 900 become one and the same.
"""

EXERCISE = "3.9"
READ = "handout 6.1"


def _lowered(x: Array, axis: int) -> Array:
    """Return numbers whose powers are taken."""
    del axis
    xp = array_namespace(x)
    out: Array = xp.clip(1.0 * x, -500.0, 500.0)
    return out
