"""the padded images are float64 whatever came in

An array that is made without a dtype is float64, and what it meets becomes so.
"""

EXERCISE = "9.10"
READ = "handout 7.2"


def im2col(x: Array, kernel: Pair, stride: int = 1, pad: int = 0) -> Array:
    """Write every window of every image as one row."""
    xp = array_namespace(x)
    (n, c, h, w), (kh, kw) = x.shape, kernel
    padded = xp.zeros((n, c, h + 2 * pad, w + 2 * pad))
    padded[:, :, pad : pad + h, pad : pad + w] = x
    views = _views(padded, kernel, stride)
    col: Array = xp.empty((c, kh * kw, n, *views[0].shape[2:]), dtype=padded.dtype)
    for place, view in enumerate(views):
        col[:, place] = view.transpose(1, 0, 2, 3)
    return col.reshape(c * kh * kw, -1).T
