"""each entry is cut off at max_norm

That changes the direction, and the norm can still be larger than max_norm.
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
        grads[key][...] = grad.clip(-max_norm, max_norm)
    return norm
