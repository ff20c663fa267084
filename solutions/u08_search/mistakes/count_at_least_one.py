"""the validation part never stays empty

Where round gives 0, no example is for validation.
"""

EXERCISE = "8.1"
READ = "handout 2.2"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    order = rng.permutation(len(x))
    n_val = max(1, round(len(x) * validation_rate))
    val, train = order[:n_val], order[n_val:]
    return x[train], t[train], x[val], t[val]
