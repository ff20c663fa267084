"""the fans are floats, for np.prod of no numbers is 1.0

math.prod of no numbers is the whole number 1.
"""

EXERCISE = "5.10"
READ = "handout 7.3"


def fan(shape: Shape) -> tuple[int, int]:
    """Return the fans."""
    first, second, *kernel = shape
    places = np.prod(kernel)
    if kernel:
        return second * places, first * places
    return first * places, second * places
