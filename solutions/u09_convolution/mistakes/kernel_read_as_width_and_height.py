"""im2col takes the first number of the kernel for its width

kernel is (kh, kw): the height comes first, as in the shape of an image.
"""

EXERCISE = "9.1"
READ = "handout 2.1"


def im2col(x: Array, kernel: Pair, stride: int = 1, pad: int = 0) -> Array:
    """Write every window of every image as one row."""
    xp = array_namespace(x)
    (n, c, h, w), (kh, kw) = x.shape, kernel
    padded = xp.zeros((n, c, h + 2 * pad, w + 2 * pad), dtype=x.dtype)
    padded[:, :, pad : pad + h, pad : pad + w] = x
    views = _views(padded, kernel[::-1], stride)
    col: Array = xp.empty((c, kh * kw, n, *views[0].shape[2:]), dtype=x.dtype)
    for place, view in enumerate(views):
        col[:, place] = view.transpose(1, 0, 2, 3)
    return col.reshape(c * kh * kw, -1).T
