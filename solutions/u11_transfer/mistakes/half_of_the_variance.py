"""the variance of the weights is 1 / D

A ReLU below the head lets half of the signal through, so twice the variance is needed.
"""

EXERCISE = "11.5"
READ = "handout 4"


def reinitialize_head(params: Arrays, prefix: str, n_classes: int, rng: Rng) -> Arrays:
    """Return the network with a new head."""
    xp = array_namespace(*params.values())
    layer = prefix.removesuffix(".")
    old = params[f"{layer}.W"]
    std = (1 / old.shape[0]) ** 0.5
    weights = std * rng.standard_normal((old.shape[0], n_classes))
    head = {
        f"{layer}.W": weights.astype(old.dtype),
        f"{layer}.b": xp.zeros(n_classes, dtype=old.dtype),
    }
    return {**params, **head}
