"""the biases are made by NumPy, wherever the generator lives

Make them with the library that made the weights.
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
        weights: Array = std * rng.standard_normal((c_out, channels, 3, 3))
        layers += [Conv2d(weights, np.zeros(c_out), pad=1), ReLU()]
    return [*layers, MaxPool2d(2)]
