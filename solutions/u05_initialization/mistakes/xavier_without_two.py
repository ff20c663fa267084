"""the 2 is missing in the variance

The mean of both fans is half of their sum.
"""

EXERCISE = "5.3"
READ = "handout 4.3"


def xavier_normal(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, fan_out = fan(shape)
    return normal_init(shape, math.sqrt(1 / (fan_in + fan_out)), rng)
