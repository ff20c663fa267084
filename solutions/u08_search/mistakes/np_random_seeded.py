"""np.random is seeded by a draw of rng

Whoever else draws from it is thrown back: draw from rng itself.
"""

EXERCISE = "8.9"
READ = "handout 5.1"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    np.random.seed(int(rng.integers(1 << 32)))
    order = np.random.permutation(len(x))
    n_val = round(len(x) * validation_rate)
    val, train = order[:n_val], order[n_val:]
    return x[train], t[train], x[val], t[val]
