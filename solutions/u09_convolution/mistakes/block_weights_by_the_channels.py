"""fan_in of a block counts channels and no pixels

A filter sees 3 x 3 pixels of each channel.
"""

EXERCISE = "9.8"
READ = "handout 6"


def vgg_block(
    c_in: int, c_out: int, n_convs: int, rng: np.random.Generator
) -> list[Layer]:
    """Return n_convs times (Conv2d 3x3 pad 1, ReLU), then MaxPool2d 2x2."""
    layers: list[Layer] = []
    for channels in [c_in, *[c_out] * (n_convs - 1)]:
        std = (2 / channels) ** 0.5
        weights: Array = std * rng.standard_normal((c_out, channels, 3, 3))
        xp = array_namespace(weights)
        layers += [Conv2d(weights, xp.zeros(c_out), pad=1), ReLU()]
    return [*layers, MaxPool2d(2)]
