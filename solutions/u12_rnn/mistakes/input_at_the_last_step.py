"""x0 is given at the last step

It is said at the beginning, so that every step can know of it.
"""

EXERCISE = "12.7"
READ = "handout 5.2"


def repeat_input(x0: Array, T: int) -> Array:  # noqa: N803 - the contract's name
    """Return (N, T, D): x0 at t = 0 and zeros after it, one to many."""
    xp = array_namespace(x0)
    x: Array = xp.zeros((x0.shape[0], T, x0.shape[1]), dtype=x0.dtype)
    x[:, -1] = x0
    return x
