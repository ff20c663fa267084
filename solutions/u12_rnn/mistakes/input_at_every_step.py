"""x0 is given at every step

It is said once, at t = 0: from there on the state carries it.
"""

EXERCISE = "12.7"
READ = "handout 5.2"


def repeat_input(x0: Array, T: int) -> Array:  # noqa: N803 - the contract's name
    """Return (N, T, D): x0 at t = 0 and zeros after it, one to many."""
    xp = array_namespace(x0)
    x: Array = xp.zeros((x0.shape[0], T, x0.shape[1]), dtype=x0.dtype)
    x[:] = x0[:, None]
    return x
