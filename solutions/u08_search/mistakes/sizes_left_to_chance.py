"""each example is drawn for validation by itself

Then the sizes are random: round(N * validation_rate) examples are for validation.
"""

EXERCISE = "8.1"
READ = "handout 2.2"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    order = rng.permutation(len(x))
    chosen = rng.random(len(x)) < validation_rate
    val, train = order[chosen], order[~chosen]
    return x[train], t[train], x[val], t[val]
