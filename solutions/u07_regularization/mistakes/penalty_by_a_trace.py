"""the squares are taken from the diagonal of a product

That works for matrices only: filters have four axes.
"""

EXERCISE = "7.1"
READ = "handout 2.1"


def l2_penalty(params: dict[str, Array], weight_decay: float) -> float:
    """Return half of the traces of W.T @ W."""
    traces = [float((params[key].T @ params[key]).trace()) for key in _weights(params)]
    return 0.5 * weight_decay * sum(traces)
