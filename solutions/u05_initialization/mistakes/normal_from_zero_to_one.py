"""the numbers come from rng.random

Those lie between 0 and 1, with mean 1/2: every weight is positive.
"""

EXERCISE = "5.2"
READ = "handout 3.1"


def normal_init(shape: Shape, std: float, rng: Rng) -> Array:
    """Return the weights."""
    return std * rng.random(shape)
