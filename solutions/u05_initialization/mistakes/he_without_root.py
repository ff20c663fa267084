"""the variance is used as standard deviation

normal_init wants a standard deviation, the root of the variance.
"""

EXERCISE = "5.5"
READ = "handout 5.1"


def he_normal(shape: Shape, rng: Rng, alpha: float = 0.0) -> Array:
    """Return the weights."""
    fan_in, _ = fan(shape)
    return normal_init(shape, 2 / ((1 + alpha**2) * fan_in), rng)
