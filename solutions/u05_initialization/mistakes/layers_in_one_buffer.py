"""one array takes the product of every layer

An activation that returns its argument then gives the same array each time.
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
    buffer = x.copy()
    outputs = []
    for _ in range(n_layers):
        buffer[...] = x @ init((width, width), rng)
        x = activation(buffer)
        outputs.append(x)
    return outputs
