"""the matrix of pixels is copied by np.ascontiguousarray

That function of NumPy's makes an array of NumPy's. reshape copies by itself where a
copy is needed, and leaves it where it is.
"""

EXERCISE = "6.10"
READ = "handout 5.5"


def _pixels(images: Array) -> Array:
    moved = np.ascontiguousarray(images.transpose(0, 2, 3, 1))
    return moved.reshape(-1, images.shape[1])
