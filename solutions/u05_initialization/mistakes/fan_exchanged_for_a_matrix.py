"""fan_in and fan_out of a matrix are exchanged

The course writes x @ W with W (D, M): the rows of W belong to what comes in.
"""

EXERCISE = "5.1"
READ = "handout 2"


def fan(shape: Shape) -> tuple[int, int]:
    """Return the fans."""
    first, second, *kernel = shape
    places = math.prod(kernel)
    return second * places, first * places
