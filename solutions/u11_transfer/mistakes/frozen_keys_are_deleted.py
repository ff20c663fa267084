"""frozen keys are deleted from grads itself

The dictionary belongs to the caller, who may want to look at all gradients. Make a new
one.
"""

EXERCISE = "11.9"
READ = "handout 6.1"


def trainable(grads: Arrays, frozen: Collection[str]) -> Arrays:
    """Return what may move."""
    for key in frozen:
        grads.pop(key, None)
    return grads
