"""x and t are shuffled each in an order of its own

The labels then belong to other images, and nothing can be learned.
"""

EXERCISE = "8.2"
READ = "handout 2.3"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    n_val = round(len(x) * validation_rate)
    x, t = rng.permutation(x), rng.permutation(t)
    return x[n_val:], t[n_val:], x[:n_val], t[:n_val]
