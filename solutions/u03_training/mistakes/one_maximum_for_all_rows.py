"""the maximum of the whole array is taken off every row

A row far below it has powers that are all 0, and 0 / 0 is no number. Each row needs its
own maximum.
"""

EXERCISE = "3.9"
READ = "handout 6.1"


def _lowered(x: Array, axis: int) -> Array:
    """Return numbers whose powers are taken."""
    del axis
    xp = array_namespace(x)
    wide = 1.0 * x
    out: Array = wide - xp.max(wide)
    return out
