"""a small number is added to the norm

What is divided is larger than max_norm, so nothing has to be kept from 0.
"""

EXERCISE = "13.3"
READ = "handout 3.1"


def clip_gradients(grads: dict[str, Array], max_norm: float) -> float:
    """Clip the gradients."""
    norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads.values()))
    if not math.isfinite(norm):
        msg = f"the norm is {norm}"
        raise FloatingPointError(msg)
    if norm > max_norm:
        for key in grads:
            grads[key] *= max_norm / (norm + 1e-6)
    return norm
