"""fan_in stands outside the root

It divides the variance, so it stands under the root as well.
"""

EXERCISE = "5.5"
READ = "handout 5.1"


def he_normal(shape: Shape, rng: Rng, alpha: float = 0.0) -> Array:
    """Return the weights."""
    fan_in, _ = fan(shape)
    return normal_init(shape, math.sqrt(2) / ((1 + alpha**2) * fan_in), rng)
