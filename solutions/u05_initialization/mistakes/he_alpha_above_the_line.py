"""1 + alpha^2 is multiplied by

More comes through a slope, so the weights must be smaller, not larger.
"""

EXERCISE = "5.6"
READ = "handout 5.2"


def he_normal(shape: Shape, rng: Rng, alpha: float = 0.0) -> Array:
    """Return the weights."""
    fan_in, _ = fan(shape)
    return normal_init(shape, math.sqrt(2 * (1 + alpha**2) / fan_in), rng)
