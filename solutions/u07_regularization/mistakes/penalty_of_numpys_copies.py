"""NumPy makes copies of the weights

On a GPU np.asarray is refused: an array has `sum` of its own.
"""

EXERCISE = "7.13"
READ = "handout 5.5"


def l2_penalty(params: dict[str, Array], weight_decay: float) -> float:
    """Return the penalty by way of NumPy's arrays."""
    squares = [
        float(np.square(np.asarray(params[key])).sum()) for key in _weights(params)
    ]
    return 0.5 * weight_decay * sum(squares)
