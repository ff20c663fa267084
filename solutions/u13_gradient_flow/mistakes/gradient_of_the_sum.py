"""the gradient is not divided by N T

The loss is a mean, and its gradient is that of a mean.
"""

EXERCISE = "13.6"
READ = "handout 4.3"


def sequence_cross_entropy(logits: Array, targets: Ids) -> tuple[float, Array]:
    """Return loss and gradient."""
    xp = array_namespace(logits)
    n, t, v = logits.shape
    shifted = logits - xp.max(logits, axis=-1, keepdims=True)
    powers = xp.exp(shifted)
    total = xp.sum(powers, axis=-1, keepdims=True)
    came = targets[..., None] == xp.arange(v)
    loss = -float(xp.sum((shifted - xp.log(total)) * came)) / (n * t)
    return loss, (powers / total - came)
