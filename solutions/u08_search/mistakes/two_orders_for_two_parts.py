"""each part is cut from a random order of its own

An example can be in both parts then. One order, one cut.
"""

EXERCISE = "8.1"
READ = "handout 2.2"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    n_val = round(len(x) * validation_rate)
    train = rng.permutation(len(x))[n_val:]
    val = rng.permutation(len(x))[:n_val]
    return x[train], t[train], x[val], t[val]
