"""the two fans come in a list

`return fan_in, fan_out` makes a tuple.
"""

EXERCISE = "5.10"
READ = "handout 7.3"


def fan(shape: Shape) -> tuple[int, int]:
    """Return the fans."""
    first, second, *kernel = shape
    places = math.prod(kernel)
    return [second * places, first * places] if kernel else [first, second]
