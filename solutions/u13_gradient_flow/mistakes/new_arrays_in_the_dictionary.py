"""the dictionary gets new arrays

A layer that holds the old ones never learns of the clipping.
"""

EXERCISE = "13.11"
READ = "handout 5.2"


def clip_gradients(grads: dict[str, Array], max_norm: float) -> float:
    """Clip the gradients."""
    norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads.values()))
    if not math.isfinite(norm):
        msg = f"the norm is {norm}"
        raise FloatingPointError(msg)
    if norm > max_norm:
        for key, grad in grads.items():
            grads[key] = grad * (max_norm / norm)
    return norm
