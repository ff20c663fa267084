"""the standard deviation is 1 / fan_in

The variance is 2 / fan_in; take its root.
"""

EXERCISE = "5.5"
READ = "handout 5.1"


def he_normal(shape: Shape, rng: Rng, alpha: float = 0.0) -> Array:
    """Return the weights."""
    fan_in, _ = fan(shape)
    return normal_init(shape, 1 / ((1 + alpha**2) ** 0.5 * fan_in), rng)
