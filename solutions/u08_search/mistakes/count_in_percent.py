"""the rate is taken for percent

A share from 0 to 1 is not divided by 100.
"""

EXERCISE = "8.1"
READ = "handout 2.2"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    order = rng.permutation(len(x))
    n_val = round(len(x) * validation_rate / 100)
    val, train = order[:n_val], order[n_val:]
    return x[train], t[train], x[val], t[val]
