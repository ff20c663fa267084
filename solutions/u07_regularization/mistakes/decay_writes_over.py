"""what backward found is overwritten

The slope of the penalty joins the gradient, as the penalty joins the loss.
"""

EXERCISE = "7.2"
READ = "handout 2.2"


def add_weight_decay(
    params: dict[str, Array], grads: dict[str, Array], weight_decay: float
) -> None:
    """Put the slope in place of the gradient."""
    for key in _weights(params):
        if key in grads:
            grads[key][...] = weight_decay * params[key]
