"""the numbers are rescaled until their own spread is std

The mean and the spread of a sample are left to chance: then weights stay independent.
"""

EXERCISE = "5.2"
READ = "handout 3.1"


def normal_init(shape: Shape, std: float, rng: Rng) -> Array:
    """Return the weights."""
    z = rng.standard_normal(shape)
    return std * (z - z.mean()) / z.std()
