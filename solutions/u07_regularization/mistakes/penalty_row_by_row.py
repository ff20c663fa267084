"""Python adds the squares row by row

The array's own sum adds all of them in one call.
"""

EXERCISE = "7.12"
READ = "handout 5.4"


def l2_penalty(params: dict[str, Array], weight_decay: float) -> float:
    """Return the penalty, row by row."""
    total = 0.0
    for key in _weights(params):
        total += sum(float((row**2).sum()) for row in params[key])
    return 0.5 * weight_decay * total
