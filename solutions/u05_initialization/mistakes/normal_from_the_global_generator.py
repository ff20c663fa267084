"""the numbers come from np.random

Nobody can repeat them by seeding rng. Draw from the generator that is given.
"""

EXERCISE = "5.8"
READ = "handout 7.1"


def normal_init(shape: Shape, std: float, rng: Rng) -> Array:  # noqa: ARG001
    """Return the weights."""
    return std * np.random.standard_normal(shape)
