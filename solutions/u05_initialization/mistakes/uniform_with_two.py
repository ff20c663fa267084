"""the standard deviation is used as bound

The variance of an even interval is a third of bound^2, so the bound has 6 under the
root.
"""

EXERCISE = "5.4"
READ = "handout 4.4"


def xavier_uniform(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, fan_out = fan(shape)
    bound = math.sqrt(2 / (fan_in + fan_out))
    return bound * (2 * rng.random(shape) - 1)
