"""the examples go through a layer one by one

A product takes all rows at once.
"""

EXERCISE = "5.11"
READ = "handout 7.4"


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
        x = np.stack([activation(row @ w) for row in x])
        outputs.append(x)
    return outputs
