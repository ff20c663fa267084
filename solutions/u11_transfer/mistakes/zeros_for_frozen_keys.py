"""a frozen key gets a gradient of zeros

An optimizer with momentum or decay moves a parameter whose gradient is zero. It leaves
alone what has no gradient at all.
"""

EXERCISE = "11.2"
READ = "handout 2.2"


def trainable(grads: Arrays, frozen: Collection[str]) -> Arrays:
    """Return what may move."""
    return {
        key: array_namespace(grad).zeros_like(grad) if key in frozen else grad
        for key, grad in grads.items()
    }
