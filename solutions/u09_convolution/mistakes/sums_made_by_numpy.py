"""col2im adds up in an array of NumPy

Make it with the library that made col.
"""

EXERCISE = "9.12"
READ = "handout 7.4"


def col2im(
    col: Array, x_shape: Shape, kernel: Pair, stride: int = 1, pad: int = 0
) -> Array:
    """Add every row of windows back into the images."""
    (n, c, h, w), (kh, kw) = x_shape, kernel
    padded = np.zeros((n, c, h + 2 * pad, w + 2 * pad), dtype=col.dtype)
    views = _views(padded, kernel, stride)
    windows = col.T.reshape(c, kh * kw, n, *views[0].shape[2:])
    for place, view in enumerate(views):
        view[...] += windows[:, place].transpose(1, 0, 2, 3)
    images: Array = padded[:, :, pad : pad + h, pad : pad + w]
    return images
