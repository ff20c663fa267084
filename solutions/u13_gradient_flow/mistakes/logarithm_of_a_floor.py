"""the logarithm is taken of a softmax with a floor

A target that is far behind must cost as much as it is behind.
"""

EXERCISE = "13.10"
READ = "handout 5.1"


def sequence_cross_entropy(logits: Array, targets: Ids) -> tuple[float, Array]:
    """Return loss and gradient."""
    xp = array_namespace(logits)
    n, t, v = logits.shape
    shifted = logits - xp.max(logits, axis=-1, keepdims=True)
    powers = xp.exp(shifted)
    total = xp.sum(powers, axis=-1, keepdims=True)
    came = targets[..., None] == xp.arange(v)
    loss = -float(xp.sum(xp.log(xp.maximum(powers / total, 1e-30)) * came)) / (n * t)
    return loss, (powers / total - came) / (n * t)
