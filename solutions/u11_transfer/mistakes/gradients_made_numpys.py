"""every gradient is made an array of NumPy

np.asarray wants an array in the memory of the computer, and one on a GPU refuses.
"""

EXERCISE = "11.12"
READ = "handout 6.4"


def trainable(grads: Arrays, frozen: Collection[str]) -> Arrays:
    """Return what may move."""
    return {k: np.asarray(g) for k, g in grads.items() if k not in frozen}
