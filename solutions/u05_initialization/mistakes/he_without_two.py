"""the 2 is missing in the variance

A ReLU drops half of the mean square: something must make up for it.
"""

EXERCISE = "5.5"
READ = "handout 5.1"


def he_normal(shape: Shape, rng: Rng, alpha: float = 0.0) -> Array:
    """Return the weights."""
    fan_in, _ = fan(shape)
    return normal_init(shape, math.sqrt(1 / ((1 + alpha**2) * fan_in)), rng)
