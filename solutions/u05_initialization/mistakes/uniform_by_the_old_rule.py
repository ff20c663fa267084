"""the bound is 1 / sqrt(fan_in)

That is the rule that Glorot and Bengio compare with. Signals fade with it.
"""

EXERCISE = "5.4"
READ = "handout 4.4"


def xavier_uniform(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, _ = fan(shape)
    bound = 1 / math.sqrt(fan_in)
    return bound * (2 * rng.random(shape) - 1)
