"""np.random is seeded on the way

That changes the numbers of everyone else who draws from it.
"""

EXERCISE = "5.8"
READ = "handout 7.1"


def normal_init(shape: Shape, std: float, rng: Rng) -> Array:
    """Return the weights."""
    np.random.seed(0)
    return std * rng.standard_normal(shape)
