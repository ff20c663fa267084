"""a frozen key that grads lacks is a KeyError

A layer may be frozen and have no gradient. Ask, and do not insist.
"""

EXERCISE = "11.2"
READ = "handout 2.2"


def trainable(grads: Arrays, frozen: Collection[str]) -> Arrays:
    """Return what may move."""
    found = dict(grads)
    for key in frozen:
        del found[key]
    return found
