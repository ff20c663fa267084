"""every key that begins with a frozen one is left out

freeze has dealt with prefixes already: what it gives are whole keys.
"""

EXERCISE = "11.2"
READ = "handout 2.2"


def trainable(grads: Arrays, frozen: Collection[str]) -> Arrays:
    """Return what may move."""
    beginnings = tuple(frozen)
    return {k: g for k, g in grads.items() if not k.startswith(beginnings)}
