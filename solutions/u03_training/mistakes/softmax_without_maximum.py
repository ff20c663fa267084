"""e^x is taken of the numbers as they are

e^710 is too large for float64. Taking each row's maximum off changes no probability.
"""

EXERCISE = "3.9"
READ = "handout 6.1"


def _lowered(x: Array, axis: int) -> Array:
    """Return numbers whose powers are taken."""
    del axis
    return 1.0 * x
