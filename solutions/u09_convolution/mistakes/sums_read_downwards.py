"""col2im reads each window from top to bottom first

A row of col goes through a window to the right first, then down.
"""

EXERCISE = "9.2"
READ = "handout 2.1"


def col2im(
    col: Array, x_shape: Shape, kernel: Pair, stride: int = 1, pad: int = 0
) -> Array:
    """Add every row of windows back into the images."""
    xp = array_namespace(col)
    (n, c, h, w), (kh, kw) = x_shape, kernel
    padded = xp.zeros((c, n, h + 2 * pad, w + 2 * pad), dtype=col.dtype)
    views = _views(padded, kernel, stride)
    turned = col.T.reshape(c, kw, kh, n, *views[0].shape[2:]).swapaxes(1, 2)
    windows = turned.reshape(c, kh * kw, n, *views[0].shape[2:])
    for place, view in enumerate(views):
        view[...] += windows[:, place]
    images: Array = padded[:, :, pad : pad + h, pad : pad + w].transpose(1, 0, 2, 3)
    return images
