"""xavier_uniform seeds np.random on the way

That changes the numbers of everyone else who draws from it.
"""

EXERCISE = "5.8"
READ = "handout 7.1"


def xavier_uniform(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, fan_out = fan(shape)
    bound = math.sqrt(6 / (fan_in + fan_out))
    np.random.seed(1)
    return bound * (2 * rng.random(shape) - 1)
