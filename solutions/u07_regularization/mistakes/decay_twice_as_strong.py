"""the slope has a 2 that the half of the penalty cancels

The slope of half of a square is the number itself.
"""

EXERCISE = "7.2"
READ = "handout 2.2"


def add_weight_decay(
    params: dict[str, Array], grads: dict[str, Array], weight_decay: float
) -> None:
    """Add twice the slope."""
    for key in _weights(params):
        if key in grads:
            grads[key] += 2 * weight_decay * params[key]
