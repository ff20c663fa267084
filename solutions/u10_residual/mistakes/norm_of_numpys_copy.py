"""the norm is taken of a NumPy array made of dout

np.asarray refuses an array of the GPU. dout * dout stays where dout is.
"""

EXERCISE = "10.12"
READ = "handout 6.5"


def gradient_norms(blocks: Sequence[Layer], x: Array, dout: Array) -> list[float]:
    """Return the norms of the gradients on the way back."""
    for block in blocks:
        x = block.forward(x, train=True)
    norms: list[float] = []
    for block in reversed(blocks):
        norms.insert(0, float(np.linalg.norm(np.asarray(dout).ravel())))
        dout = block.backward(dout)
    return norms
