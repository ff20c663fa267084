"""std is squared

A factor on the numbers is a factor on their standard deviation. Its square is the
variance.
"""

EXERCISE = "5.2"
READ = "handout 3.1"


def normal_init(shape: Shape, std: float, rng: Rng) -> Array:
    """Return the weights."""
    return std**2 * rng.standard_normal(shape)
