"""the number of validation examples is cut off

int(2.7) is 2; round(2.7) is 3.
"""

EXERCISE = "8.1"
READ = "handout 2.2"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    order = rng.permutation(len(x))
    n_val = int(len(x) * validation_rate)
    val, train = order[:n_val], order[n_val:]
    return x[train], t[train], x[val], t[val]
