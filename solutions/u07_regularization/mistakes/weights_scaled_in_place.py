"""the weights are scaled in place on the way

The slope is an array of its own: params is only read.
"""

EXERCISE = "7.10"
READ = "handout 5.2"


def add_weight_decay(
    params: dict[str, Array], grads: dict[str, Array], weight_decay: float
) -> None:
    """Scale the weights, then add them."""
    for key in _weights(params):
        if key in grads:
            params[key] *= weight_decay
            grads[key] += params[key]
