"""the input comes from rng.random

The input is standard normal, around 0.
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
    x = rng.random((n_samples, width))
    outputs = []
    for _ in range(n_layers):
        x = activation(x @ init((width, width), rng))
        outputs.append(x)
    return outputs
