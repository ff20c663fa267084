"""the weights are transposed

x @ W with W (D, M), as in unit 2.
"""

EXERCISE = "5.7"
READ = "handout 6.1"


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
        x = activation(x @ init((width, width), rng).T)
        outputs.append(x)
    return outputs
