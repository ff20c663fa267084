"""each layer sets the sum anew, so only the last one counts

Start at 0 and add.
"""

EXERCISE = "7.1"
READ = "handout 2.1"


def l2_penalty(params: dict[str, Array], weight_decay: float) -> float:
    """Return what the last layer costs."""
    total = 0.0
    for key in _weights(params):
        total = float((params[key] ** 2).sum())
    return 0.5 * weight_decay * total
