"""the even numbers are copied into an array of NumPy's

On a GPU they would have to come back. Return what the generator gave.
"""

EXERCISE = "5.12"
READ = "handout 7.5"


def xavier_uniform(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, fan_out = fan(shape)
    bound = math.sqrt(6 / (fan_in + fan_out))
    weights = np.empty(shape)
    weights[...] = rng.random(shape)
    return bound * (2 * weights - 1)
