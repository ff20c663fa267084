"""the slope is taken off the gradient

The optimizer goes against the gradient, so what is added there makes weights smaller.
"""

EXERCISE = "7.2"
READ = "handout 2.2"


def add_weight_decay(
    params: dict[str, Array], grads: dict[str, Array], weight_decay: float
) -> None:
    """Take the slope off."""
    for key in _weights(params):
        if key in grads:
            grads[key] -= weight_decay * params[key]
