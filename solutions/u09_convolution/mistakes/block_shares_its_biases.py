"""all convolutions of a block have one and the same array of biases

An optimizer that edits one then moves all.
"""

EXERCISE = "9.8"
READ = "handout 6"


def vgg_block(
    c_in: int, c_out: int, n_convs: int, rng: np.random.Generator
) -> list[Layer]:
    """Return n_convs times (Conv2d 3x3 pad 1, ReLU), then MaxPool2d 2x2."""
    layers: list[Layer] = []
    biases = array_namespace(rng.standard_normal(1)).zeros(c_out)
    for channels in [c_in, *[c_out] * (n_convs - 1)]:
        std = (2 / (9 * channels)) ** 0.5
        weights: Array = std * rng.standard_normal((c_out, channels, 3, 3))
        layers += [Conv2d(weights, biases, pad=1), ReLU()]
    return [*layers, MaxPool2d(2)]
