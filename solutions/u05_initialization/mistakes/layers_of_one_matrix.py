"""one matrix serves all layers

Each layer has weights of its own: call init for each.
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
    w = init((width, width), rng)
    outputs = []
    for _ in range(n_layers):
        x = activation(x @ w)
        outputs.append(x)
    return outputs
