"""an array of NumPy's takes the outputs

On a GPU the outputs are not NumPy's. The formulas make every array that is needed.
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
    x = rng.standard_normal((n_samples, width))
    outputs = []
    for _ in range(n_layers):
        out = np.zeros((n_samples, width))
        x = activation(x @ init((width, width), rng))
        out += x
        outputs.append(out)
    return outputs
