"""x is made float64

A row of images of bytes becomes eight times as large.
"""

EXERCISE = "8.11"
READ = "handout 5.3"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    order, x = rng.permutation(len(x)), x.astype(np.float64)
    n_val = round(len(x) * validation_rate)
    val, train = order[:n_val], order[n_val:]
    return x[train], t[train], x[val], t[val]
