"""one softmax runs over all places

Each place has a softmax of its own, over its V characters.
"""

EXERCISE = "13.6"
READ = "handout 4.3"


def sequence_cross_entropy(logits: Array, targets: Ids) -> tuple[float, Array]:
    """Return loss and gradient."""
    xp = array_namespace(logits)
    n, t, v = logits.shape
    shifted = logits - xp.max(logits, axis=-1, keepdims=True)
    powers = xp.exp(shifted)
    total = xp.sum(powers)
    came = targets[..., None] == xp.arange(v)
    log_p: Array = shifted - xp.log(total)
    loss = -float(xp.sum(log_p * came)) / (n * t)
    return loss, (powers / total - came) / (n * t)
