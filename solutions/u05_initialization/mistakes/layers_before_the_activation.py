"""the list holds what goes into the activations

What comes out of a layer has passed its activation.
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
        z = x @ init((width, width), rng)
        outputs.append(z)
        x = activation(z)
    return outputs
