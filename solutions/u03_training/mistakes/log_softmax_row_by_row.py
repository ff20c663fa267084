"""log_softmax goes through the rows one by one

A maximum and a sum along an axis are one call for all rows.
"""

EXERCISE = "3.12"
READ = "handout 6.4"


def log_softmax(x: Array, axis: int = -1) -> Array:
    """Return what its logarithm is taken for."""
    xp = array_namespace(x)
    if x.ndim == 1:
        lowered = _lowered(x, axis)
        out: Array = lowered - xp.log(xp.sum(xp.exp(lowered)))
        return out
    rows = xp.moveaxis(x, axis, -1)
    return xp.moveaxis(xp.stack([log_softmax(row) for row in rows]), -1, axis)
