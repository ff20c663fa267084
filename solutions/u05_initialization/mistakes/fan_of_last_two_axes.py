"""filters are read as (kh, kw, C, F)

Another library keeps the channels last. Here F comes first, then C.
"""

EXERCISE = "5.1"
READ = "handout 2"


def fan(shape: Shape) -> tuple[int, int]:
    """Return the fans."""
    *kernel, c, f = shape
    places = math.prod(kernel)
    return c * places, f * places
