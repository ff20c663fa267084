"""the largest singular value is taken for the norm

np.linalg.norm(dout, 2) of a matrix is another norm. Without the 2 it takes all
entries.
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
        norms.insert(0, float(xp.linalg.norm(dout.reshape(dout.shape[0], -1), 2)))
        dout = block.backward(dout)
    return norms
