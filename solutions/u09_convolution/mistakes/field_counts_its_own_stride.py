"""a layer's own stride widens what it sees itself

A layer reads neighbors of what came in. Its stride moves its outputs apart, for the
next layer.
"""

EXERCISE = "9.7"
READ = "handout 5.1"


def receptive_field(layers: Sequence[Pair]) -> int:
    """Return how many pixels of the input one output sees, along one axis."""
    seen, step = 1, 1
    for kernel, stride in layers:
        step *= stride
        seen += (kernel - 1) * step
    return seen
