"""the validation targets are chosen in the order of the file

One order chooses the rows of x and of t, in both parts.
"""

EXERCISE = "8.2"
READ = "handout 2.3"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    order = rng.permutation(len(x))
    n_val = round(len(x) * validation_rate)
    val, train = order[:n_val], order[n_val:]
    return x[train], t[train], x[val], t[np.sort(val)]
