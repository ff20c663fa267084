"""rng.uniform draws the numbers

random and standard_normal are the two methods that every generator here has.
"""

EXERCISE = "5.12"
READ = "handout 7.5"


def xavier_uniform(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, fan_out = fan(shape)
    bound = math.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-bound, bound, shape)
