"""the order of a split comes from np.random

That generator belongs to the whole program: who seeds rng gets another split each time.
"""

EXERCISE = "8.9"
READ = "handout 5.1"


def split(
    x: Array,
    t: Array,
    validation_rate: float,
    rng: Rng,  # noqa: ARG001
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    order = np.random.permutation(len(x))
    n_val = round(len(x) * validation_rate)
    val, train = order[:n_val], order[n_val:]
    return x[train], t[train], x[val], t[val]
