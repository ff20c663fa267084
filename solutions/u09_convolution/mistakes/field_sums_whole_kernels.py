"""the kernels are added up whole

The middle pixel is there already: a kernel of 3 adds two.
"""

EXERCISE = "9.7"
READ = "handout 5.1"


def receptive_field(layers: Sequence[Pair]) -> int:
    """Return how many pixels of the input one output sees, along one axis."""
    seen, step = 1, 1
    for kernel, stride in layers:
        seen += kernel * step
        step *= stride
    return seen
