"""places are drawn one by one, and put back each time

Some examples then come twice, and others not at all.
"""

EXERCISE = "8.1"
READ = "handout 2.2"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    order = rng.integers(len(x), size=len(x))
    n_val = round(len(x) * validation_rate)
    val, train = order[:n_val], order[n_val:]
    return x[train], t[train], x[val], t[val]
