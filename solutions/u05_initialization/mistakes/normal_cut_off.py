"""numbers beyond two spreads are cut off

Some libraries do so. Here every number stays as it was drawn.
"""

EXERCISE = "5.2"
READ = "handout 3.1"


def normal_init(shape: Shape, std: float, rng: Rng) -> Array:
    """Return the weights."""
    z = rng.standard_normal(shape)
    return std * z.clip(-2, 2) / 0.9594
