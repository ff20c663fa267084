"""the numbers are copied into an array of NumPy's

On a GPU they would have to come back. Return what the generator gave.
"""

EXERCISE = "5.12"
READ = "handout 7.5"


def normal_init(shape: Shape, std: float, rng: Rng) -> Array:
    """Return the weights."""
    weights = np.empty(shape)
    weights[...] = rng.standard_normal(shape)
    weights *= std
    return weights
