"""the weights that init gave are doubled and halved in place

What init gave may be used again: make a new array.
"""

EXERCISE = "5.9"
READ = "handout 7.2"


def activation_statistics(
    init: Init,
    activation: Callable[[Array], Array],
    rng: Rng,
    n_layers: int = 5,
    width: int = 100,
    n_samples: int = 1000,
) -> list[Array]:
    """Return the outputs."""
    x = rng.standard_normal((n_samples, width))
    outputs = []
    for _ in range(n_layers):
        w = init((width, width), rng)
        w *= 1 / math.sqrt(width)
        x = activation(math.sqrt(width) * (x @ w))
        outputs.append(x)
    return outputs
