"""the gradients that come out are copies

Nobody needs a second array of the same numbers: hand on the one there is.
"""

EXERCISE = "11.9"
READ = "handout 6.1"


def trainable(grads: Arrays, frozen: Collection[str]) -> Arrays:
    """Return what may move."""
    return {key: grad.copy() for key, grad in grads.items() if key not in frozen}
