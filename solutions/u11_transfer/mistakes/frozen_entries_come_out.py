"""the frozen entries come out, and the others are left out

An optimizer moves what it is given, so it must be given the others.
"""

EXERCISE = "11.2"
READ = "handout 2.2"


def trainable(grads: Arrays, frozen: Collection[str]) -> Arrays:
    """Return what may move."""
    return {key: grad for key, grad in grads.items() if key in frozen}
