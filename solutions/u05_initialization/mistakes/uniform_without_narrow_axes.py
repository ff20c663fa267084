"""axes of length 1 fall away from the even weights

squeeze takes them out, and a (5, 1) matrix is none any more: leave the shape as it is.
"""

EXERCISE = "5.4"
READ = "handout 4.4"


def xavier_uniform(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, fan_out = fan(shape)
    bound = math.sqrt(6 / (fan_in + fan_out))
    return bound * (2 * rng.random(shape).squeeze() - 1)
