"""the even numbers are cut to float32

The generator gives float64, and so do these functions.
"""

EXERCISE = "5.10"
READ = "handout 7.3"


def xavier_uniform(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, fan_out = fan(shape)
    bound = math.sqrt(6 / (fan_in + fan_out))
    u = rng.random(shape)
    return (bound * (2 * u - 1)).astype(np.float32)
