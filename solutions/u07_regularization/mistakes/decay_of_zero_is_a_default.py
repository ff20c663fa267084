"""a weight_decay of 0 is taken for one that is missing

`weight_decay or 0.01` is 0.01 where weight_decay is 0: nothing is to be paid then.
"""

EXERCISE = "7.1"
READ = "handout 2.1"


def l2_penalty(params: dict[str, Array], weight_decay: float) -> float:
    """Pay for the squares, whatever weight_decay is."""
    squares = [float((params[key] ** 2).sum()) for key in _weights(params)]
    return 0.5 * (weight_decay or 0.01) * sum(squares)
