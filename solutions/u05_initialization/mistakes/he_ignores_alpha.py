"""alpha is ignored

A slope on the left lets more through, so the weights must be smaller.
"""

EXERCISE = "5.6"
READ = "handout 5.2"


def he_normal(shape: Shape, rng: Rng, alpha: float = 0.0) -> Array:  # noqa: ARG001
    """Return the weights."""
    fan_in, _ = fan(shape)
    return normal_init(shape, math.sqrt(2 / fan_in), rng)
