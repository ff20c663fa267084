"""the rows are drawn one by one

The generator takes a whole shape and fills it in one call.
"""

EXERCISE = "5.11"
READ = "handout 7.4"


def xavier_uniform(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, fan_out = fan(shape)
    bound = math.sqrt(6 / (fan_in + fan_out))
    rows = [bound * (2 * rng.random(shape[1:]) - 1) for _ in range(shape[0])]
    return np.stack(rows)
