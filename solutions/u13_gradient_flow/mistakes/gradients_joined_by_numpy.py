"""the gradients are joined into an array of NumPy's

On a GPU they refuse that: add up one sum for each array.
"""

EXERCISE = "13.13"
READ = "handout 5.5"


def clip_gradients(grads: dict[str, Array], max_norm: float) -> float:
    """Clip the gradients."""
    rows = [np.zeros(0), *(np.asarray(grad).reshape(-1) for grad in grads.values())]
    norm = float(np.linalg.norm(np.concatenate(rows)))
    if not math.isfinite(norm):
        msg = f"the norm is {norm}"
        raise FloatingPointError(msg)
    if norm > max_norm:
        for key in grads:
            grads[key] *= max_norm / norm
    return norm
