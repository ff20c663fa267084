"""alpha is not squared

A factor alpha on a number is alpha^2 on its square.
"""

EXERCISE = "5.6"
READ = "handout 5.2"


def he_normal(shape: Shape, rng: Rng, alpha: float = 0.0) -> Array:
    """Return the weights."""
    fan_in, _ = fan(shape)
    return normal_init(shape, math.sqrt(2 / ((1 + alpha) * fan_in)), rng)
