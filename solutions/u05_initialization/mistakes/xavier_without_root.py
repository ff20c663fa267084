"""the variance is used as standard deviation

normal_init wants a standard deviation, the root of the variance.
"""

EXERCISE = "5.3"
READ = "handout 4.3"


def xavier_normal(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, fan_out = fan(shape)
    return normal_init(shape, 2 / (fan_in + fan_out), rng)
