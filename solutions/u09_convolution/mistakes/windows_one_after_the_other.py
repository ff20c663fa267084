"""im2col goes through the images one by one

A slice of the whole array takes a place of all windows of all images.
"""

EXERCISE = "9.11"
READ = "handout 7.3"


def im2col(x: Array, kernel: Pair, stride: int = 1, pad: int = 0) -> Array:
    """Write every window of every image as one row."""
    xp = array_namespace(x)
    (n, c, h, w), (kh, kw) = x.shape, kernel
    padded = xp.zeros((n, c, h + 2 * pad, w + 2 * pad), dtype=x.dtype)
    padded[:, :, pad : pad + h, pad : pad + w] = x
    views = _views(padded, kernel, stride)
    col: Array = xp.empty((c, kh * kw, n, *views[0].shape[2:]), dtype=x.dtype)
    for place, view in enumerate(views):
        for m in range(n):
            col[:, place, m] = view[m]
    return col.reshape(c * kh * kw, -1).T
