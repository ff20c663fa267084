"""the norms are always float64

Their dtype is that of the gradient.
"""

EXERCISE = "13.12"
READ = "handout 5.3"


def gradient_norms_through_time(
    Wh: Array,  # noqa: N803 - the contract's name
    hidden: Array,
    dh: Array,
) -> Array:
    """Return norms of gradients."""
    xp = array_namespace(Wh)
    grad = dh
    norms = [xp.sqrt(xp.sum(grad**2))]
    for h in hidden[::-1]:
        grad = (grad * (1 - h**2)) @ Wh.T
        norms.append(xp.sqrt(xp.sum(grad**2)))
    return xp.asarray(xp.stack(norms[::-1]), dtype=xp.float64)
