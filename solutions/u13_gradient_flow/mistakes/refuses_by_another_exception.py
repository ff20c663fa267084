"""another exception than FloatingPointError is raised

Who calls catches the kind that the contract names, and no other.
"""

EXERCISE = "13.10"
READ = "handout 5.1"


def clip_gradients(grads: dict[str, Array], max_norm: float) -> float:
    """Clip the gradients."""
    norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads.values()))
    if not math.isfinite(norm):
        msg = f"the norm is {norm}"
        raise ValueError(msg)
    if norm > max_norm:
        for key in grads:
            grads[key] *= max_norm / norm
    return norm
