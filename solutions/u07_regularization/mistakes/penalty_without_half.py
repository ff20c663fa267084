"""the half is missing

The half is there so that the 2 of the square has something to cancel.
"""

EXERCISE = "7.1"
READ = "handout 2.1"


def l2_penalty(params: dict[str, Array], weight_decay: float) -> float:
    """Return twice the penalty."""
    return weight_decay * sum(
        float((params[key] ** 2).sum()) for key in _weights(params)
    )
