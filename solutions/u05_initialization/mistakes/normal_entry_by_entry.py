"""the numbers are drawn one by one

The generator takes a whole shape and fills it in one call.
"""

EXERCISE = "5.11"
READ = "handout 7.4"


def normal_init(shape: Shape, std: float, rng: Rng) -> Array:
    """Return the weights."""
    flat = [std * float(rng.standard_normal()) for _ in range(math.prod(shape))]
    return np.array(flat).reshape(shape)
