"""a new array is put under the key

The layer holds the old one, and so may the optimizer: write into it.
"""

EXERCISE = "7.10"
READ = "handout 5.2"


def add_weight_decay(
    params: dict[str, Array], grads: dict[str, Array], weight_decay: float
) -> None:
    """Put new arrays into grads."""
    for key in _weights(params):
        if key in grads:
            grads[key] = grads[key] + weight_decay * params[key]
