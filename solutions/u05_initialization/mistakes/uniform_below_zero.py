"""the numbers reach from -bound to 0

Half of the weights lie above 0.
"""

EXERCISE = "5.4"
READ = "handout 4"


def xavier_uniform(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, fan_out = fan(shape)
    bound = math.sqrt(6 / (fan_in + fan_out))
    return bound * (rng.random(shape) - 1)
