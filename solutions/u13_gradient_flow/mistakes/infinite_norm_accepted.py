"""only nan is refused

An infinite norm makes every gradient 0, or nan: it is refused, too.
"""

EXERCISE = "13.10"
READ = "handout 5.1"


def clip_gradients(grads: dict[str, Array], max_norm: float) -> float:
    """Clip the gradients."""
    norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads.values()))
    if math.isnan(norm):
        msg = f"the norm is {norm}"
        raise FloatingPointError(msg)
    if norm > max_norm:
        for key in grads:
            grads[key] *= max_norm / norm
    return norm
