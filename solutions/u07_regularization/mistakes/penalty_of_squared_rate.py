"""weight_decay is squared together with the weights

Only the weights are squared.
"""

EXERCISE = "7.1"
READ = "handout 2.1"


def l2_penalty(params: dict[str, Array], weight_decay: float) -> float:
    """Return the penalty for the square of weight_decay."""
    squares = [
        float(((weight_decay * params[key]) ** 2).sum()) for key in _weights(params)
    ]
    return 0.5 * sum(squares)
