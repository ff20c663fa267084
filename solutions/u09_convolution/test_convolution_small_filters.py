"""Hidden checks of unit 9, fourth part: stacks of small filters, and a VGG block.

The bound on the spread of a block's weights fails right work with probability
2 exp(-20) = 4.1e-9 at most (Lemma 1 of Laurent and Massart, 2000), two arrays a run.
That none of 2 961 normal numbers lies beyond 2.5 times their spread has probability
(1 - 0.0124)^2961, which is below 1e-15.
"""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    generator,
    require,
    same,
    support,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
LOOK = '''
def look(layers):
    """Return the names of the layers' classes."""
    return [type(layer).__name__ for layer in layers]


def held(layers, key):
    """Return what each layer has in params under this key, as it is."""
    return [Box(layer.params[key]) for layer in layers if layer.params]


class Box:
    """Holds an array, so that it is passed on and not copied."""

    def __init__(self, array):
        self.array = array


def share(boxes):
    """Whether two of the boxes hold one and the same array."""
    return len({id(box.array) for box in boxes}) < len(boxes)
'''
T = 20.0  # 2 exp(-T) is the probability that the bound allows
SHORT = 2.5  # times the spread: even numbers end at 1.73
TURNED = "One of the kernels is turned by half a turn: a place a + b gets k1[a] k2[b]."
AFTER_OWN = (
    "A layer's own stride is counted for the layer itself: it widens the steps of the "
    "layers above it alone."
)
NO_STRIDES = (
    "The strides make no difference: each widens the steps of all layers above."
)
LAST_STRIDE = (
    "Only the stride of the layer just below is counted: the strides multiply up."
)
AREAS = "Kernels are added up whole: each layer adds one less than its kernel."
BIASES = "The biases are those of every weight, channel or place: one for each filter."
SQUARE = "The kernel is taken to be square: a pair is its height and its width."
FAN_OUT = "fan_out is used: it is fan_in that He's variance divides by."
CHANNELS = "fan_in counts the channels alone: each has nine numbers in a window."
NINE = "fan_in counts the places alone: there are nine in each channel."
NO_TWO = "The 2 is missing in the variance: a ReLU drops half of what comes in."
VARIANCE = "The variance is used as standard deviation: its root is missing."
NOT_NORMAL = "The weights are not normally distributed: draw with rng.standard_normal."
ONE_OBJECT = (
    "One layer stands at two places, and its backward knows its latest forward alone: "
    "make a new one at each place."
)
ALIKE = "Two convolutions have the same biases: give each an array of its own."


@exercise("9.7")
def test_receptive_field_of_any_stack(student: Student, rng: Rng) -> None:
    """receptive_field counts the pixels that five layers of various strides see."""
    kernels = [int(k) for k in rng.permutation([2, 3, 4, 5, 7])]
    strides = [int(s) for s in rng.permutation([1, 2, 3, 2, 3])]
    layers = list(zip(kernels, strides, strict=True))

    seen = student.receptive_field(layers)

    steps = np.cumprod([1, *strides])
    adds = np.array(kernels) - 1
    wrong = {
        "field:own stride": (AFTER_OWN, 1 + int(adds @ steps[1:])),
        "field:no strides": (NO_STRIDES, 1 + int(adds.sum())),
        "field:last stride": (LAST_STRIDE, 1 + int(adds @ [1, *strides[:-1]])),
        "field:areas": (AREAS, 1 + int((adds + 1) @ steps[:-1])),
    }
    clues = Clues(suspects=wrong)
    close(seen, 1 + int(adds @ steps[:-1]), "what the layers see", clues=clues)


@exercise("9.7")
def test_numbers_that_a_layer_learns(student: Student, rng: Rng) -> None:
    """conv_parameters counts the numbers in W and b, for square and other kernels."""
    c_in, c_out = (int(n) for n in rng.permutation([5, 11]))
    kernel, side = (3, 7), int(rng.integers(2, 6))

    pair = student.conv_parameters(kernel, c_in, c_out)
    plain = student.conv_parameters(side, c_in, c_out, bias=False)

    weights = 21 * c_in * c_out
    wrong = {
        "count:biases in": (BIASES, weights + c_in),
        "count:square": (SQUARE, 9 * c_in * c_out + c_out),
        "count:each weight": (BIASES, 21 * (c_in + 1) * c_out),
    }
    clues = Clues(suspects=wrong)
    close(pair, weights + c_out, "parameters of a (3, 7) kernel", clues=clues)
    close(plain, side * side * c_in * c_out, "parameters without biases")


@exercise("9.7", weight=2)
@pytest.mark.parametrize(
    ("first", "second"),
    [((2, 5), (3, 4)), ((1, 3), (5, 1)), ((1, 1), (2, 3))],
    ids=["2 x 5 and 3 x 4", "1 x 3 and 5 x 1", "1 x 1 and 2 x 3"],
)
def test_one_kernel_for_two(
    student: Student, rng: Rng, first: tuple[int, int], second: tuple[int, int]
) -> None:
    """compose_kernels adds the product of each pair of weights at its place."""
    k1, k2 = rng.normal(size=first), rng.normal(size=second)

    found = student.compose_kernels(k1.copy(), k2.copy())

    right, wrong = full(k1, k2), full(k1, k2[::-1, ::-1])
    is_other = not np.allclose(right, wrong) and right.size > first[0] * first[1]
    turned = {"turned:k2": (TURNED, wrong), "turned:k1": (TURNED, wrong[::-1, ::-1])}
    clues = Clues(axes={"kernel": "rows columns"}, suspects=turned if is_other else {})
    close(found, right, "kernel", clues=clues)


@exercise("9.8")
@pytest.mark.parametrize("n_convs", [1, 3], ids=["one", "three"])
def test_order_of_a_block(student: Student, rng: Rng, n_convs: int) -> None:
    """vgg_block gives n_convs times Conv2d and ReLU, then one MaxPool2d."""
    layers = block(student, rng, (3, 5), n_convs)

    names = support(student, "looking", LOOK).look(layers)

    wanted = [*["Conv2d", "ReLU"] * n_convs, "MaxPool2d"]
    must = f"The layers must be {', '.join(wanted)}, found {', '.join(names)}."
    require(names == wanted, must)


@exercise("9.8")
def test_layers_of_their_own(student: Student, rng: Rng) -> None:
    """vgg_block makes each layer anew: no object stands at two places."""
    layers = block(student, rng, (3, 5), 3)

    twice = any(same(first, second) for first, second in combinations(layers, 2))
    require(not twice, "No layer may stand at two places.", cause=ONE_OBJECT)


@exercise("9.8")
def test_shapes_in_a_block(student: Student, rng: Rng) -> None:
    """vgg_block: size stays up to MaxPool2d, which halves it and rounds down."""
    layers = block(student, rng, (3, 5), 3)
    shapes: list[tuple[int, ...]] = [(2, 3, 7, 4)]

    for layer in layers:
        out = layer.forward(rng.normal(size=shapes[-1]), train=True)
        shapes.append(out.shape if isinstance(out, np.ndarray) else ())

    wanted = [(2, 3, 7, 4), *[(2, 5, 7, 4)] * 6, (2, 5, 3, 2)]
    shown = ", ".join(map(str, shapes))
    must = f"The shapes must be {', '.join(map(str, wanted))}, found {shown}."
    require(shapes == wanted, must)


@exercise("9.8", weight=2)
def test_weights_are_hes(student: Student, rng: Rng) -> None:
    """vgg_block draws normal weights of variance 2 / fan_in, with biases of 0."""
    layers = block(student, rng, (7, 47), 2)

    every = [layer.params for layer in layers]
    params = [found for found in every if isinstance(found, dict) and found]

    require(len(params) == 2, f"Two layers must have params, found {len(params)}.")
    for each, channels in zip(params, (7, 47), strict=True):
        close(each.get("b"), np.zeros(47), "b")
        close(each.get("W"), np.asarray(each.get("W")), "W")
        require_he(np.asarray(each["W"]), (47, channels, 3, 3))
    first, second = (np.asarray(each["W"])[:, :7] for each in params)
    require(not np.allclose(first, second), "Each layer must have weights of its own.")


@exercise("9.8")
def test_biases_of_their_own(student: Student, rng: Rng) -> None:
    """vgg_block gives each Conv2d its own arrays W and b."""
    layers = block(student, rng, (3, 3), 3)

    looking = support(student, "looking", LOOK)
    shared = [looking.share(looking.held(layers, key)) for key in ("W", "b")]

    require(shared == [False, False], "No two layers may share an array.", cause=ALIKE)


def block(
    student: Student, rng: Rng, channels: tuple[int, int], n_convs: int
) -> list[Student]:
    """Return the layers of a block, once they are a list of 2 n + 1 objects."""
    seed = generator(int(rng.integers(1 << 32)))
    layers, wanted = student.vgg_block(*channels, n_convs, seed), 2 * n_convs + 1
    must = f"vgg_block must return a list of {wanted} layers here."
    require(isinstance(layers, list) and len(layers) == wanted, must)
    found = [layer for layer in layers if isinstance(layer, Student)]
    require(len(found) == wanted and not same(found[0], found[-1]), must)
    return found


def require_he(w: Array, shape: tuple[int, ...]) -> None:
    """Refuse weights that are no normal numbers of He's variance."""
    require(w.shape == shape, f"W must have shape {shape}, found {w.shape}")
    f, c, n = shape[0], shape[1], w.size
    spread, right = float(np.sqrt(np.mean(w**2))), 2 / (9 * c)
    wrong = {
        FAN_OUT: 2 / (9 * f),
        CHANNELS: 2 / c,
        NINE: 2 / 9,
        NO_TWO: 1 / (9 * c),
        VARIANCE: right**2,
    }
    near = [said for said, v in wrong.items() if is_spread(spread, v, n)]
    must = f"the spread of W must be near {np.sqrt(right):.4g}, found {spread:.4g}"
    cause = near[0] if len(near) == 1 else ""
    require(is_spread(spread, right, n), must, cause=cause)
    longest = float(np.abs(w).max())
    must = f"of {n} normal numbers some lie beyond 2.5 times their spread"
    require(longest > SHORT * spread, must, cause=NOT_NORMAL)


def is_spread(spread: float, variance: float, n: int) -> bool:
    """Whether n normal numbers of this variance may have this spread around 0."""
    slack = 2 * np.sqrt(T / n) + 2 * T / n
    return bool(abs(spread**2 / variance - 1) <= slack)


def full(k1: Array, k2: Array) -> Array:
    """Return the kernel of both: what each pair of places adds up to."""
    rows, columns = (a + b - 1 for a, b in zip(k1.shape, k2.shape, strict=True))
    kernel = np.zeros((rows, columns))
    for (a, b), first in np.ndenumerate(k1):
        for (i, j), second in np.ndenumerate(k2):
            kernel[a + i, b + j] += first * second
    return kernel
