"""one sign is drawn for all weights

Half of the weights lie above 0, and half of them below.
"""

EXERCISE = "5.4"
READ = "handout 4"


def xavier_uniform(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, fan_out = fan(shape)
    bound = math.sqrt(6 / (fan_in + fan_out))
    sign = rng.choice([-1.0, 1.0])
    return sign * bound * rng.random(shape)
