"""the loop ends at the first key that grads lacks

The next key may have a gradient again: `continue` goes on.
"""

EXERCISE = "7.3"
READ = "handout 2.3"


def add_weight_decay(
    params: dict[str, Array], grads: dict[str, Array], weight_decay: float
) -> None:
    """Add the slope up to the first gap."""
    for key in _weights(params):
        if key not in grads:
            break
        grads[key] += weight_decay * params[key]
