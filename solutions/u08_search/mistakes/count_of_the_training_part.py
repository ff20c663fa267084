"""the rate is taken for that of the training part

A validation rate of 0.2 leaves four fifths for training.
"""

EXERCISE = "8.1"
READ = "handout 2.2"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    order = rng.permutation(len(x))
    n_val = len(x) - round(len(x) * validation_rate)
    val, train = order[:n_val], order[n_val:]
    return x[train], t[train], x[val], t[val]
