"""the input is cut to float32 at the end

The generator gives float64, and nothing changes that.
"""

EXERCISE = "5.10"
READ = "handout 7.3"


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
        x = activation(x @ init((width, width), rng))
        outputs.append(x.astype("float32"))
    return outputs
