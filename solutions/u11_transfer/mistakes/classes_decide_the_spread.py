"""the variance of the weights is 2 / n_classes

What goes into one output is D numbers, so D decides how large their sum becomes.
"""

EXERCISE = "11.5"
READ = "handout 4"


def reinitialize_head(params: Arrays, prefix: str, n_classes: int, rng: Rng) -> Arrays:
    """Return the network with a new head."""
    xp = array_namespace(*params.values())
    layer = prefix.removesuffix(".")
    old = params[f"{layer}.W"]
    std = (2 / n_classes) ** 0.5
    weights = std * rng.standard_normal((old.shape[0], n_classes))
    head = {
        f"{layer}.W": weights.astype(old.dtype),
        f"{layer}.b": xp.zeros(n_classes, dtype=old.dtype),
    }
    return {**params, **head}
