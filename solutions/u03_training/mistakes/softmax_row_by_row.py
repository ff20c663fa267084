"""softmax goes through the rows one by one

A maximum and a sum along an axis are one call for all rows.
"""

EXERCISE = "3.12"
READ = "handout 6.4"


def softmax(x: Array, axis: int = -1) -> Array:
    """Return what softmax is taken for."""
    xp = array_namespace(x)
    if x.ndim == 1:
        powers = xp.exp(_lowered(x, axis))
        out: Array = powers / xp.sum(powers)
        return out
    rows = xp.moveaxis(x, axis, -1)
    return xp.moveaxis(xp.stack([softmax(row) for row in rows]), -1, axis)
