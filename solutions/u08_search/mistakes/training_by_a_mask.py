"""a mask chooses the training rows, so they keep the order of the file

Batches of neighbours are batches of one writer: choose by the random order.
"""

EXERCISE = "8.2"
READ = "handout 2.3"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    n_val = round(len(x) * validation_rate)
    val = rng.permutation(len(x))[:n_val]
    train = np.ones(len(x), dtype=bool)
    train[val] = False
    return x[train], t[train], x[val], t[val]
