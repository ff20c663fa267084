"""the network is drawn from a generator of its own, with a fixed seed

Every call then shows the same network. The generator that is given goes on.
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
    rng = np.random.default_rng(0)
    x = rng.standard_normal((n_samples, width))
    outputs = []
    for _ in range(n_layers):
        x = activation(x @ init((width, width), rng))
        outputs.append(x)
    return outputs
