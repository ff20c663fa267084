"""fan_in and fan_out of filters are exchanged

Filters are (F, C, kh, kw): F comes out, C goes in.
"""

EXERCISE = "5.1"
READ = "handout 2"


def fan(shape: Shape) -> tuple[int, int]:
    """Return the fans."""
    first, second, *kernel = shape
    places = math.prod(kernel)
    return first * places, second * places
