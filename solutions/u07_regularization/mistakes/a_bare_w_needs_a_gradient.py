"""a weight whose key is "W" is not passed over where it has no gradient

`a or b and c` is `a or (b and c)`: what is asked of the gradient must be asked of both.
"""

EXERCISE = "7.3"
READ = "handout 2.3"


def add_weight_decay(
    params: dict[str, Array], grads: dict[str, Array], weight_decay: float
) -> None:
    """Add the slope of the penalty to the gradients of weights, in place."""
    for key, weights in params.items():
        if key == "W" or (key.endswith(".W") and key in grads):
            grads[key] += weight_decay * weights
