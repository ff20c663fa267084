"""images are made rows of numbers

Whoever wants rows can reshape; an example keeps its shape here.
"""

EXERCISE = "8.1"
READ = "handout 2.2"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    order, x = rng.permutation(len(x)), x.reshape(len(x), -1)
    n_val = round(len(x) * validation_rate)
    val, train = order[:n_val], order[n_val:]
    return x[train], t[train], x[val], t[val]
