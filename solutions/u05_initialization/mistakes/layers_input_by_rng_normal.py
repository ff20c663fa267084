"""rng.normal draws the input

A generator of CuPy's has no method of this name: draw with standard_normal.
"""

EXERCISE = "5.12"
READ = "handout 7.5"


def activation_statistics(
    init: Init,
    activation: Callable[[Array], Array],
    rng: Rng,
    n_layers: int = 5,
    width: int = 100,
    n_samples: int = 1000,
) -> list[Array]:
    """Return the outputs."""
    x = rng.normal(size=(n_samples, width))
    outputs = []
    for _ in range(n_layers):
        x = activation(x @ init((width, width), rng))
        outputs.append(x)
    return outputs
