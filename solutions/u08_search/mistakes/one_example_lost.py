"""the training part begins one place behind the cut

The example at the cut is in no part: a slice does not hold its own end.
"""

EXERCISE = "8.1"
READ = "handout 2.2"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    order = rng.permutation(len(x))
    n_val = round(len(x) * validation_rate)
    val, train = order[:n_val], order[n_val + 1 :]
    return x[train], t[train], x[val], t[val]
