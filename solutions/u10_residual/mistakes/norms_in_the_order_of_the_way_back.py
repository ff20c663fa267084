"""the norms are listed in the order of the way back

Entry 0 belongs to the first block, which is the last one that the gradient meets.
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
        norms.append(float(xp.sqrt(xp.sum(dout * dout))))
        dout = block.backward(dout)
    return norms
