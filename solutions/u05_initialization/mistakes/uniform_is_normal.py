"""the numbers are normal, with the bound for a spread

rng.random gives numbers that are all equally likely.
"""

EXERCISE = "5.4"
READ = "handout 4.4"


def xavier_uniform(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, fan_out = fan(shape)
    bound = math.sqrt(6 / (fan_in + fan_out))
    return bound * rng.standard_normal(shape)
