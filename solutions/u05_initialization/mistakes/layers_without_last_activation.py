"""the activation of the last layer is left out

It follows each product, the last one as well.
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
    for place in range(n_layers):
        x = x @ init((width, width), rng)
        if place < n_layers - 1:
            x = activation(x)
        outputs.append(x)
    return outputs
