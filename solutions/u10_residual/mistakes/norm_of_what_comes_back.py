"""the norm is taken of what a block's backward returns

It is asked for what the backward is given: for the last block that is dout.
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
        dout = block.backward(dout)
        norms.insert(0, float(xp.sqrt(xp.sum(dout * dout))))
    return norms
