"""rows are picked one by one

An array of places between brackets picks them all at once.
"""

EXERCISE = "8.12"
READ = "handout 5.4"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    order = rng.permutation(len(x))
    n_val = round(len(x) * validation_rate)
    val, train = order[:n_val], order[n_val:]
    x_train = np.array([x[place] for place in train], x.dtype).reshape(-1, *x.shape[1:])
    t_train = np.array([t[place] for place in train], t.dtype).reshape(-1, *t.shape[1:])
    return x_train, t_train, x[val], t[val]
