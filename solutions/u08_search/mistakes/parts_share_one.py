"""the training part begins one place before the cut

That example is in both parts: what is behind the cut begins at n_val.
"""

EXERCISE = "8.1"
READ = "handout 2.2"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    order = rng.permutation(len(x))
    n_val = round(len(x) * validation_rate)
    val, train = order[:n_val], order[max(n_val - 1, 0) :]
    return x[train], t[train], x[val], t[val]
