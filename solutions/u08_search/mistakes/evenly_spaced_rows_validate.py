"""rows at even distances are for validation, always the same ones

Shuffling inside the parts does not change who is in them.
"""

EXERCISE = "8.2"
READ = "handout 2.3"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    n_val = round(len(x) * validation_rate)
    spaced = np.arange(n_val) * len(x) // max(n_val, 1)
    val = rng.permutation(spaced)
    train = rng.permutation(np.setdiff1d(np.arange(len(x)), spaced))
    return x[train], t[train], x[val], t[val]
