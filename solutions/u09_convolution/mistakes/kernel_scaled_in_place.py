"""a second kernel of one place scales the first in place

The array belongs to whoever passed it in.
"""

EXERCISE = "9.9"
READ = "handout 7.1"


def compose_kernels(k1: Array, k2: Array) -> Array:
    """Return the one kernel that does what k1 and then k2 do."""
    xp = array_namespace(k1)
    if k2.size == 1:
        k1 *= k2[0, 0]
        return k1
    (h1, w1), (h2, w2) = k1.shape, k2.shape
    composed: Array = xp.zeros((h1 + h2 - 1, w1 + w2 - 1), dtype=(1.0 * k1).dtype)
    for i in range(h2):
        for j in range(w2):
            composed[i : i + h1, j : j + w1] += k1 * k2[i, j]
    return composed
