"""init gets a generator that is made inside

The weights then cannot be repeated by seeding rng. Hand on the one that is given.
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
    x = rng.standard_normal((n_samples, width))
    own = np.random.default_rng(7)
    outputs = []
    for _ in range(n_layers):
        x = activation(x @ init((width, width), own))
        outputs.append(x)
    return outputs
