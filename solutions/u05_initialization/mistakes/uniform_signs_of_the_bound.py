"""every number is the bound or its opposite

Every number in between is equally likely, too.
"""

EXERCISE = "5.4"
READ = "handout 4.4"


def xavier_uniform(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, fan_out = fan(shape)
    bound = math.sqrt(6 / (fan_in + fan_out))
    return bound * (2 * rng.random(shape).round() - 1)
