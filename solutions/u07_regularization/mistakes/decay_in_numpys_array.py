"""the slope is an array of NumPy's

On a GPU the weights are there, and their product with a number is, too.
"""

EXERCISE = "7.13"
READ = "handout 5.5"


def add_weight_decay(
    params: dict[str, Array], grads: dict[str, Array], weight_decay: float
) -> None:
    """Add the slope by way of NumPy."""
    for key in _weights(params):
        if key in grads:
            slope = np.array(params[key])
            grads[key] += weight_decay * slope
