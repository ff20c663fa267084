"""a key that grads lacks is put there

A layer without a gradient is frozen: with one, the optimizer would move it.
"""

EXERCISE = "7.3"
READ = "handout 2.3"


def add_weight_decay(
    params: dict[str, Array], grads: dict[str, Array], weight_decay: float
) -> None:
    """Add the slope to every weight, gradient or not."""
    for key in _weights(params):
        if key in grads:
            grads[key] += weight_decay * params[key]
        else:
            grads[key] = weight_decay * params[key]
