"""the cut is counted from the end, as in order[:-n_val]

-0 is 0, so with no validation example there is no training example either.
"""

EXERCISE = "8.1"
READ = "handout 2.2"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    order = rng.permutation(len(x))
    n_val = round(len(x) * validation_rate)
    train, val = order[:-n_val], order[-n_val:]
    return x[train], t[train], x[val], t[val]
