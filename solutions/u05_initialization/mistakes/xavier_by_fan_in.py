"""the variance is 1 / fan_in

That keeps the signal on the way forward only. Xavier's is between both ways.
"""

EXERCISE = "5.3"
READ = "handout 4.3"


def xavier_normal(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, _ = fan(shape)
    return normal_init(shape, math.sqrt(1 / fan_in), rng)
