"""each array is clipped by a norm of its own

The arrays are one long gradient: another factor for each of them turns it.
"""

EXERCISE = "13.3"
READ = "handout 3.1"


def clip_gradients(grads: dict[str, Array], max_norm: float) -> float:
    """Clip the gradients."""
    norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads.values()))
    if not math.isfinite(norm):
        msg = f"the norm is {norm}"
        raise FloatingPointError(msg)
    for key, grad in grads.items():
        own = float((grad**2).sum()) ** 0.5
        if own > max_norm:
            grads[key] *= max_norm / own
    return norm
