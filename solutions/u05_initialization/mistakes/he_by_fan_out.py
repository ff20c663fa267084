"""fan_out is used for fan_in

On the way forward a sum has fan_in terms.
"""

EXERCISE = "5.5"
READ = "handout 5.1"


def he_normal(shape: Shape, rng: Rng, alpha: float = 0.0) -> Array:
    """Return the weights."""
    _, fan_out = fan(shape)
    return normal_init(shape, math.sqrt(2 / ((1 + alpha**2) * fan_out)), rng)
