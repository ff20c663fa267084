"""the even numbers come from np.random

Nobody can repeat them by seeding rng. Draw from the generator that is given.
"""

EXERCISE = "5.8"
READ = "handout 7.1"


def xavier_uniform(shape: Shape, rng: Rng) -> Array:  # noqa: ARG001
    """Return the weights."""
    fan_in, fan_out = fan(shape)
    bound = math.sqrt(6 / (fan_in + fan_out))
    return bound * (2 * np.random.random(shape) - 1)
