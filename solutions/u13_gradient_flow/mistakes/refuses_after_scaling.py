"""the arrays are scaled before the norm is refused

Whoever catches the error finds nan in every array.
"""

EXERCISE = "13.10"
READ = "handout 5.1"


def clip_gradients(grads: dict[str, Array], max_norm: float) -> float:
    """Clip the gradients."""
    norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads.values()))
    if not norm <= max_norm:
        for key in grads:
            grads[key] *= max_norm / norm
    if not math.isfinite(norm):
        msg = f"the norm is {norm}"
        raise FloatingPointError(msg)
    return norm
