"""the weights are evenly spread and not normal

Their variance is right, and nearly every check of a spread would pass them.
"""

EXERCISE = "9.8"
READ = "handout 6"


def vgg_block(
    c_in: int, c_out: int, n_convs: int, rng: np.random.Generator
) -> list[Layer]:
    """Return n_convs times (Conv2d 3x3 pad 1, ReLU), then MaxPool2d 2x2."""
    layers: list[Layer] = []
    for channels in [c_in, *[c_out] * (n_convs - 1)]:
        std = (2 / (9 * channels)) ** 0.5
        weights: Array = std * 12**0.5 * (rng.random((c_out, channels, 3, 3)) - 0.5)
        xp = array_namespace(weights)
        layers += [Conv2d(weights, xp.zeros(c_out), pad=1), ReLU()]
    return [*layers, MaxPool2d(2)]
