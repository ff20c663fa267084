"""the mean of the squares is taken for each array

A mean makes a large matrix as cheap as a small one: the squares are added up.
"""

EXERCISE = "7.1"
READ = "handout 2.1"


def l2_penalty(params: dict[str, Array], weight_decay: float) -> float:
    """Return half of the sum of mean squares."""
    squares = [float((params[key] ** 2).mean()) for key in _weights(params)]
    return 0.5 * weight_decay * sum(squares)
