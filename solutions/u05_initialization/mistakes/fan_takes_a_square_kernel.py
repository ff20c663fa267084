"""the filter is taken for a square of kh rows and kh columns

Filters may be higher than wide. Use both numbers.
"""

EXERCISE = "5.1"
READ = "handout 2"


def fan(shape: Shape) -> tuple[int, int]:
    """Return the fans."""
    first, second, *kernel = shape
    if kernel:
        return second * kernel[0] ** 2, first * kernel[0] ** 2
    return first, second
