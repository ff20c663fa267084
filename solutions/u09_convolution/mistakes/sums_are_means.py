"""the sum of each pixel is divided by the number of its windows

col2im is the adjoint of im2col and not its inverse: it adds and does not average.
"""

EXERCISE = "9.2"
READ = "handout 2.3"


def col2im(
    col: Array, x_shape: Shape, kernel: Pair, stride: int = 1, pad: int = 0
) -> Array:
    """Add every row of windows back into the images."""
    xp = array_namespace(col)
    (n, c, h, w), (kh, kw) = x_shape, kernel
    padded = xp.zeros((n, c, h + 2 * pad, w + 2 * pad), dtype=col.dtype)
    views = _views(padded, kernel, stride)
    windows = col.T.reshape(c, kh * kw, n, *views[0].shape[2:])
    counts = xp.zeros(padded.shape, dtype=col.dtype)
    for count in _views(counts, kernel, stride):
        count[...] += 1
    for place, view in enumerate(views):
        view[...] += windows[:, place].transpose(1, 0, 2, 3)
    padded /= xp.where(counts > 0, counts, 1)
    images: Array = padded[:, :, pad : pad + h, pad : pad + w]
    return images
