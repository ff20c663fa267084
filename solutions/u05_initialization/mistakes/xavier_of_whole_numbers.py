"""the variance is cut to a whole number, so every weight is 0

2 // 3 is 0, and 2 / 3 is not.
"""

EXERCISE = "5.3"
READ = "handout 3"


def xavier_normal(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, fan_out = fan(shape)
    return normal_init(shape, math.sqrt(2 // (fan_in + fan_out)), rng)
