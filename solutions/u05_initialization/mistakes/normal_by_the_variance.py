"""std is taken for the variance

A factor on the numbers is a factor on their standard deviation: no root of it.
"""

EXERCISE = "5.2"
READ = "handout 3.1"


def normal_init(shape: Shape, std: float, rng: Rng) -> Array:
    """Return the weights."""
    return math.sqrt(std) * rng.standard_normal(shape)
