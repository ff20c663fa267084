"""the rows get their slope one by one

One line adds the slope of a whole array.
"""

EXERCISE = "7.12"
READ = "handout 5.4"


def add_weight_decay(
    params: dict[str, Array], grads: dict[str, Array], weight_decay: float
) -> None:
    """Add the slope, row by row."""
    for key in _weights(params):
        if key in grads:
            for grad, row in zip(grads[key], params[key], strict=True):
                grad[...] += weight_decay * row
