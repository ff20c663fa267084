"""the root is missing in the bound

6 / (fan_in + fan_out) is the square of the bound.
"""

EXERCISE = "5.4"
READ = "handout 4.4"


def xavier_uniform(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, fan_out = fan(shape)
    bound = 6 / (fan_in + fan_out)
    return bound * (2 * rng.random(shape) - 1)
