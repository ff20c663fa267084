"""all weights are put together, which fails where there are none

The penalty of no weights is 0: a sum of nothing.
"""

EXERCISE = "7.1"
READ = "handout 2.1"


def l2_penalty(params: dict[str, Array], weight_decay: float) -> float:
    """Return the penalty of all weights in one row."""
    row = np.concatenate([params[key].reshape(-1) for key in _weights(params)])
    return 0.5 * weight_decay * float((row**2).sum())
