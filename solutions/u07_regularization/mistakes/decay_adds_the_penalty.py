"""the penalty itself is added to every entry

A gradient gets the slope of the penalty, which is another number for each weight.
"""

EXERCISE = "7.2"
READ = "handout 2.2"


def add_weight_decay(
    params: dict[str, Array], grads: dict[str, Array], weight_decay: float
) -> None:
    """Add the penalty."""
    penalty = l2_penalty(params, weight_decay)
    for key in _weights(params):
        if key in grads:
            grads[key] += penalty
