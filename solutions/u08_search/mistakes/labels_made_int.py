"""t is made int64

t may be anything: bytes, rows, numbers with a point.
"""

EXERCISE = "8.11"
READ = "handout 5.3"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    order = rng.permutation(len(x))
    if t.ndim == 1:
        t = t.astype(np.int64)
    n_val = round(len(x) * validation_rate)
    val, train = order[:n_val], order[n_val:]
    return x[train], t[train], x[val], t[val]
