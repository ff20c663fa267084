"""the root of the sum of squares is left out

A norm is the root of the sum of the squares.
"""

EXERCISE = "13.3"
READ = "handout 3.1"


def clip_gradients(grads: dict[str, Array], max_norm: float) -> float:
    """Clip the gradients."""
    norm = sum(float((grad**2).sum()) for grad in grads.values())
    if not math.isfinite(norm):
        msg = f"the norm is {norm}"
        raise FloatingPointError(msg)
    if norm > max_norm:
        for key in grads:
            grads[key] *= max_norm / norm
    return norm
