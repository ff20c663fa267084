"""the order is only turned to a random beginning

All neighbours stay neighbours: shuffle the single places.
"""

EXERCISE = "8.2"
READ = "handout 2.3"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    order = np.roll(np.arange(len(x)), int(rng.integers(len(x))))
    n_val = round(len(x) * validation_rate)
    val, train = order[:n_val], order[n_val:]
    return x[train], t[train], x[val], t[val]
