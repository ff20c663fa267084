"""rng.shuffle shuffles x and t themselves

The caller finds other data than it handed over.
"""

EXERCISE = "8.10"
READ = "handout 5.2"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    state = rng.bit_generator.state
    rng.shuffle(x)
    rng.bit_generator.state = state
    rng.shuffle(t)
    n_val = round(len(x) * validation_rate)
    return x[n_val:].copy(), t[n_val:].copy(), x[:n_val].copy(), t[:n_val].copy()
