"""the order is shuffled by exchanging one place after the other

rng.permutation does the whole order in one step.
"""

EXERCISE = "8.12"
READ = "handout 5.4"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    order = np.arange(len(x))
    for place in range(len(x) - 1, 0, -1):
        other = int(rng.integers(place + 1))
        order[[place, other]] = order[[other, place]]
    n_val = round(len(x) * validation_rate)
    val, train = order[:n_val], order[n_val:]
    return x[train], t[train], x[val], t[val]
