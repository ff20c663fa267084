"""a padding of 1 is taken off where no pad is given

Look at the signature: pad is 0.
"""

EXERCISE = "9.2"
READ = "handout 2.3"


def col2im(
    col: Array, x_shape: Shape, kernel: Pair, stride: int = 1, pad: int = 1
) -> Array:
    """Add every row of windows back into the images."""
    xp = array_namespace(col)
    (n, c, h, w), (kh, kw) = x_shape, kernel
    padded = xp.zeros((n, c, h + 2 * pad, w + 2 * pad), dtype=col.dtype)
    views = _views(padded, kernel, stride)
    windows = col.T.reshape(c, kh * kw, n, *views[0].shape[2:])
    for place, view in enumerate(views):
        view[...] += windows[:, place].transpose(1, 0, 2, 3)
    images: Array = padded[:, :, pad : pad + h, pad : pad + w]
    return images
