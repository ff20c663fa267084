"""the one kernel is float64 whatever the two are

Give the zeros the dtype of the kernels.
"""

EXERCISE = "9.10"
READ = "handout 7.2"


def compose_kernels(k1: Array, k2: Array) -> Array:
    """Return the one kernel that does what k1 and then k2 do."""
    xp = array_namespace(k1)
    (h1, w1), (h2, w2) = k1.shape, k2.shape
    composed: Array = xp.zeros((h1 + h2 - 1, w1 + w2 - 1))
    for i in range(h2):
        for j in range(w2):
            composed[i : i + h1, j : j + w1] += k1 * k2[i, j]
    return composed
