"""both x come first, and both t after them

The order is x_train, t_train, x_val, t_val.
"""

EXERCISE = "8.1"
READ = "handout 2.1"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    order = rng.permutation(len(x))
    n_val = round(len(x) * validation_rate)
    val, train = order[:n_val], order[n_val:]
    return x[train], x[val], t[train], t[val]
