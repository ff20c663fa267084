"""the fans are multiplied

The variance divides by their sum.
"""

EXERCISE = "5.3"
READ = "handout 4.3"


def xavier_normal(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, fan_out = fan(shape)
    return normal_init(shape, math.sqrt(2 / (fan_in * fan_out)), rng)
