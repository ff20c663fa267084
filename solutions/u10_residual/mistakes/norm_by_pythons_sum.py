"""Python's own sum adds up the squares

It walks from row to row. (dout * dout).sum() does not.
"""

EXERCISE = "10.11"
READ = "handout 6.4"


def gradient_norms(blocks: Sequence[Layer], x: Array, dout: Array) -> list[float]:
    """Return the norms of the gradients on the way back."""
    for block in blocks:
        x = block.forward(x, train=True)
    norms: list[float] = []
    for block in reversed(blocks):
        norms.insert(0, float(sum((row * row).sum() for row in dout)) ** 0.5)
        dout = block.backward(dout)
    return norms
