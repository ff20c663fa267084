"""the factor is computed before it is needed

Where all gradients are 0, so is the norm, and nothing can be divided by it.
"""

EXERCISE = "13.10"
READ = "handout 5.1"


def clip_gradients(grads: dict[str, Array], max_norm: float) -> float:
    """Clip the gradients."""
    norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads.values()))
    if not math.isfinite(norm):
        msg = f"the norm is {norm}"
        raise FloatingPointError(msg)
    factor = max_norm / norm if grads else 1.0
    if factor < 1:
        for key in grads:
            grads[key] *= factor
    return norm
