"""the input comes from np.random

It cannot be repeated by seeding rng. Draw from the generator that is given.
"""

EXERCISE = "5.8"
READ = "handout 7.1"


def activation_statistics(
    init: Init,
    activation: Callable[[Array], Array],
    rng: Rng,
    n_layers: int = 5,
    width: int = 100,
    n_samples: int = 1000,
) -> list[Array]:
    """Return the outputs."""
    x = np.random.standard_normal((n_samples, width))
    outputs = []
    for _ in range(n_layers):
        x = activation(x @ init((width, width), rng))
        outputs.append(x)
    return outputs
