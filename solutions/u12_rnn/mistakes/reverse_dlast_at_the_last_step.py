"""the gradient of the reverse half is put at T - 1

It was taken at t = 0.
"""

EXERCISE = "12.7"
READ = "handout 5.1"


def last_output_backward(
    dlast: Array, shape: tuple[int, int, int], bidirectional: bool = False
) -> Array:
    """Return the gradient for `out` of `last_output`."""
    xp = array_namespace(dlast)
    dout: Array = xp.zeros(shape, dtype=dlast.dtype)
    half = shape[2] // 2 if bidirectional else shape[2]
    dout[:, -1, :half] = dlast[:, :half]
    dout[:, -1, half:] += dlast[:, half:]
    return dout
