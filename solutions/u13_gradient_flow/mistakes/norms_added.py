"""the norms of the arrays are added

3 and 4 make 5 here: add the squares, and take one root.
"""

EXERCISE = "13.3"
READ = "handout 3.1"


def clip_gradients(grads: dict[str, Array], max_norm: float) -> float:
    """Clip the gradients."""
    norm = sum(math.sqrt(float((grad**2).sum())) for grad in grads.values())
    if not math.isfinite(norm):
        msg = f"the norm is {norm}"
        raise FloatingPointError(msg)
    if norm > max_norm:
        for key in grads:
            grads[key] *= max_norm / norm
    return norm
