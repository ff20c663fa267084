"""receptive_field begins with the last layer

A stride spreads the layers that come after it: go through them in forward order.
"""

EXERCISE = "9.7"
READ = "handout 5.1"


def receptive_field(layers: Sequence[Pair]) -> int:
    """Return how many pixels of the input one output sees, along one axis."""
    seen, step = 1, 1
    for kernel, stride in reversed(layers):
        seen += (kernel - 1) * step
        step *= stride
    return seen
