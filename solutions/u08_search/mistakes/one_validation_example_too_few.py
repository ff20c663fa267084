"""one example too few is for validation

The count is round(N * validation_rate), and a slice to it has that many entries.
"""

EXERCISE = "8.1"
READ = "handout 2.2"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    order = rng.permutation(len(x))
    n_val = max(round(len(x) * validation_rate) - 1, 0)
    val, train = order[:n_val], order[n_val:]
    return x[train], t[train], x[val], t[val]
