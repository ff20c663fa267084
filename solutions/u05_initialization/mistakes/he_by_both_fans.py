"""the fans are averaged, as Xavier does

Only the way forward has a say here.
"""

EXERCISE = "5.5"
READ = "handout 5.1"


def he_normal(shape: Shape, rng: Rng, alpha: float = 0.0) -> Array:
    """Return the weights."""
    fan_in, fan_out = fan(shape)
    return normal_init(shape, math.sqrt(4 / ((1 + alpha**2) * (fan_in + fan_out))), rng)
