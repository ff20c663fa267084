"""the bound is that of 3 / fan_in

That keeps the way forward only. Both fans have a say.
"""

EXERCISE = "5.4"
READ = "handout 4.4"


def xavier_uniform(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, _ = fan(shape)
    bound = math.sqrt(3 / fan_in)
    return bound * (2 * rng.random(shape) - 1)
