"""the loss adds the logarithms of all characters

Only the character that came counts.
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
    log_p: Array = shifted - xp.log(total)
    loss = -float(xp.sum(log_p)) / (n * t)
    return loss, (powers / total - came) / (n * t)
