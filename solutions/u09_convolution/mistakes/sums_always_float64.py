"""col2im adds up in float64

The images have the dtype of col.
"""

EXERCISE = "9.10"
READ = "handout 7.2"


def col2im(
    col: Array, x_shape: Shape, kernel: Pair, stride: int = 1, pad: int = 0
) -> Array:
    """Add every row of windows back into the images."""
    xp = array_namespace(col)
    (n, c, h, w), (kh, kw) = x_shape, kernel
    padded = xp.zeros((n, c, h + 2 * pad, w + 2 * pad))
    views = _views(padded, kernel, stride)
    windows = col.T.reshape(c, kh * kw, n, *views[0].shape[2:])
    for place, view in enumerate(views):
        view[...] += windows[:, place].transpose(1, 0, 2, 3)
    images: Array = padded[:, :, pad : pad + h, pad : pad + w]
    return images
