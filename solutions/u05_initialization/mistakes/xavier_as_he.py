"""the variance is 2 / fan_in

That is he_normal's. Both fans have a say here.
"""

EXERCISE = "5.3"
READ = "handout 4.3"


def xavier_normal(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, _ = fan(shape)
    return normal_init(shape, math.sqrt(2 / fan_in), rng)
