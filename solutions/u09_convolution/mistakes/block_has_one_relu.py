"""one ReLU stands at several places of the block

Its backward belongs to its latest forward, so those before it are forgotten.
"""

EXERCISE = "9.8"
READ = "handout 6"


def vgg_block(
    c_in: int, c_out: int, n_convs: int, rng: np.random.Generator
) -> list[Layer]:
    """Return a block of layers."""
    layers: list[Layer] = []
    relu = ReLU()
    for k in range(n_convs):
        channels = c_out if k else c_in
        draws = rng.standard_normal((c_out, channels, 3, 3))
        weights = draws * (2 / (9 * channels)) ** 0.5
        xp = array_namespace(weights)
        layers += [Conv2d(weights, xp.zeros(c_out), pad=1), relu]
    return [*layers, MaxPool2d(2)]
