"""each part is shuffled after the cut

Who is in which part is then still decided by the file.
"""

EXERCISE = "8.2"
READ = "handout 2.3"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    n_val = round(len(x) * validation_rate)
    val = rng.permutation(n_val)
    train = n_val + rng.permutation(len(x) - n_val)
    return x[train], t[train], x[val], t[val]
