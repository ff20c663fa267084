"""the size of the filter is counted in fan_in only

An input lies under each place of the filter once: it meets F kh kw weights.
"""

EXERCISE = "5.1"
READ = "handout 2"


def fan(shape: Shape) -> tuple[int, int]:
    """Return the fans."""
    first, second, *kernel = shape
    if kernel:
        return second * math.prod(kernel), first
    return first, second
