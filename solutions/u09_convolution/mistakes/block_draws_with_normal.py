"""the weights are drawn with rng.normal

A generator of CuPy has no such method: scale what rng.standard_normal gives.
"""

EXERCISE = "9.12"
READ = "handout 7.4"


def vgg_block(
    c_in: int, c_out: int, n_convs: int, rng: np.random.Generator
) -> list[Layer]:
    """Return n_convs times (Conv2d 3x3 pad 1, ReLU), then MaxPool2d 2x2."""
    layers: list[Layer] = []
    for channels in [c_in, *[c_out] * (n_convs - 1)]:
        std = (2 / (9 * channels)) ** 0.5
        weights: Array = rng.normal(0.0, std, (c_out, channels, 3, 3))
        xp = array_namespace(weights)
        layers += [Conv2d(weights, xp.zeros(c_out), pad=1), ReLU()]
    return [*layers, MaxPool2d(2)]
