"""the numbers are equally likely in an interval

Their spread is right, and normal numbers reach further out.
"""

EXERCISE = "5.2"
READ = "handout 3.1"


def normal_init(shape: Shape, std: float, rng: Rng) -> Array:
    """Return the weights."""
    return std * math.sqrt(3) * (2 * rng.random(shape) - 1)
