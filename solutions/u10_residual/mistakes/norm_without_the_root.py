"""the root of the sum of squares is left out

The norm grows like the gradient, and the sum of squares like its square.
"""

EXERCISE = "10.7"
READ = "handout 7.1"


def gradient_norms(blocks: Sequence[Layer], x: Array, dout: Array) -> list[float]:
    """Return the norms of the gradients on the way back."""
    xp = array_namespace(x)
    for block in blocks:
        x = block.forward(x, train=True)
    norms: list[float] = []
    for block in reversed(blocks):
        norms.insert(0, float(xp.sum(dout * dout)))
        dout = block.backward(dout)
    return norms
