"""the norms are filled into an array that NumPy made

It lives in the computer's own memory: stack what the gradients give.
"""

EXERCISE = "13.13"
READ = "handout 5.5"


def gradient_norms_through_time(
    Wh: Array,  # noqa: N803 - the contract's name
    hidden: Array,
    dh: Array,
) -> Array:
    """Return norms of gradients."""
    xp = array_namespace(Wh)
    grad, norms = dh, np.empty(len(hidden) + 1, dh.dtype)
    norms[-1] = float(xp.sqrt(xp.sum(grad**2)))
    for t in reversed(range(len(hidden))):
        grad = (grad * (1 - hidden[t] ** 2)) @ Wh.T
        norms[t] = float(xp.sqrt(xp.sum(grad**2)))
    return norms
