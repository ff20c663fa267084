"""the size of the images is computed from the windows

Pixels that lie in no window are lost this way. x_shape says how large the images are.
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
    for place, view in enumerate(views):
        view[...] += windows[:, place].transpose(1, 0, 2, 3)
    oh, ow = views[0].shape[2:]
    last = stride * (oh - 1) + kh - pad, stride * (ow - 1) + kw - pad
    images: Array = padded[:, :, pad : pad + last[0], pad : pad + last[1]]
    return images
