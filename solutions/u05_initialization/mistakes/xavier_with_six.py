"""the bound of the uniform interval is used as standard deviation

6 belongs to the bound, 2 to the variance.
"""

EXERCISE = "5.3"
READ = "handout 4.3"


def xavier_normal(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, fan_out = fan(shape)
    return normal_init(shape, math.sqrt(6 / (fan_in + fan_out)), rng)
