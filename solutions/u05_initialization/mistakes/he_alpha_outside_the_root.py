"""1 + alpha^2 stands outside the root

It belongs to the variance, so it stands under the root.
"""

EXERCISE = "5.6"
READ = "handout 5.2"


def he_normal(shape: Shape, rng: Rng, alpha: float = 0.0) -> Array:
    """Return the weights."""
    fan_in, _ = fan(shape)
    return normal_init(shape, math.sqrt(2 / fan_in) / (1 + alpha**2), rng)
