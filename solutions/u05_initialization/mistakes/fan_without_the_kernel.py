"""the size of the filter is left out of both fans

One output of a filter looks at kh times kw places in each channel.
"""

EXERCISE = "5.1"
READ = "handout 2"


def fan(shape: Shape) -> tuple[int, int]:
    """Return the fans."""
    first, second, *kernel = shape
    return (second, first) if kernel else (first, second)
