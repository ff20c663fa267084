"""the biases are made by np.zeros

They are in the memory of the computer, where no layer on a GPU can use them.
"""

EXERCISE = "11.12"
READ = "handout 6.4"


def reinitialize_head(params: Arrays, prefix: str, n_classes: int, rng: Rng) -> Arrays:
    """Return the network with a new head."""
    layer = prefix.removesuffix(".")
    old = params[f"{layer}.W"]
    std = (2 / old.shape[0]) ** 0.5
    weights = std * rng.standard_normal((old.shape[0], n_classes))
    head = {
        f"{layer}.W": weights.astype(old.dtype),
        f"{layer}.b": np.zeros(n_classes, dtype=old.dtype),
    }
    return {**params, **head}
