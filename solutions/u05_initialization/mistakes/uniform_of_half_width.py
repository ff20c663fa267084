"""the numbers reach half of the bound

From -bound to bound is an interval of length 2 bound.
"""

EXERCISE = "5.4"
READ = "handout 4.4"


def xavier_uniform(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, fan_out = fan(shape)
    bound = math.sqrt(6 / (fan_in + fan_out))
    return bound * (rng.random(shape) - 0.5)
