"""the numbers lie between 0 and the bound

rng.random gives numbers from 0 to 1: stretch them to twice the bound, and shift them.
"""

EXERCISE = "5.4"
READ = "handout 4.4"


def xavier_uniform(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, fan_out = fan(shape)
    bound = math.sqrt(6 / (fan_in + fan_out))
    return bound * rng.random(shape)
