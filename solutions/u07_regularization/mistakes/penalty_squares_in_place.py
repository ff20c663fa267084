"""the weights are squared where they are

The penalty reads params: `**=` writes there, and the next forward has other weights.
"""

EXERCISE = "7.10"
READ = "handout 5.2"


def l2_penalty(params: dict[str, Array], weight_decay: float) -> float:
    """Square the weights, then add them up."""
    total = 0.0
    for key in _weights(params):
        squares = params[key]
        squares **= 2
        total += float(squares.sum())
    return 0.5 * weight_decay * total
