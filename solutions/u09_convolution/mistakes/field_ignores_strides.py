"""the strides do not widen what is seen

After a stride of 2, neighbors are two pixels of the image apart.
"""

EXERCISE = "9.7"
READ = "handout 5.1"


def receptive_field(layers: Sequence[Pair]) -> int:
    """Return how many pixels of the input one output sees, along one axis."""
    seen, step = 1, 1
    for kernel, _ in layers:
        seen += (kernel - 1) * step
    return seen
