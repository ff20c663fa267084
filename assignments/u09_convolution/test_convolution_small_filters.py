"""Open checks of unit 9, second part: what stacks of small filters see and cost."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, generator, require, support

Array = NDArray[np.float64]
Rng = np.random.Generator
LOOK = """
def look(layers):
    return [type(layer).__name__ for layer in layers]
"""
OWN_STRIDE = (
    "A layer's stride is counted before its own kernel: it spreads the layers after it "
    "and not itself."
)
ONE_BIAS = "There is one bias for all filters: each of the c_out filters has its own."
STRIDES = "The strides make no difference: each widens the steps of what follows."
BACKWARDS = (
    "This is what the layers see in the opposite order: begin with the first one."
)
CHANNELS = (
    "After the first Conv2d there are c_out channels: the next ones take as many."
)
FAN_IN = "It is as if fan_in were c_in: a filter sees 3 x 3 pixels of each channel."
VARIANCE = "It is He's variance: the factor is the root of it."
FAN_OUT = "It is as if fan_in were 9 c_out: count the channels that come in."
NO_TWO = "The 2 of He's rule is missing: the variance is 2 / fan_in."
TURNED = "One of the kernels is turned by half a turn: a place a + b gets k1[a] k2[b]."


@exercise("9.7")
def test_two_and_three_small_filters(student: Student) -> None:
    """receptive_field of no, one, two and three 3 x 3 layers is 1, 3, 5 and 7."""
    none, one, two, three = (student.receptive_field([(3, 1)] * n) for n in range(4))

    close(one, 3, "what one layer sees")
    close(two, 5, "what two layers see")
    close(three, 7, "what three layers see")
    close(none, 1, "what one sees without a layer")


@exercise("9.7")
def test_a_stride_widens_what_follows(student: Student, rng: Rng) -> None:
    """receptive_field counts the pixels that two and four layers with strides see."""
    layers = [(int(k), int(s)) for k, s in rng.integers([2, 1], [6, 4], size=(4, 2))]

    two = student.receptive_field([(3, 2), (3, 3)])
    seen = student.receptive_field(layers)

    name = "what the layers [(3, 2), (3, 3)] see"
    close(two, 7, name, clues=fields_of([(3, 2), (3, 3)]))
    name = f"what the layers {layers} see"
    close(seen, field_of(layers), name, clues=fields_of(layers))


@exercise("9.7")
def test_parameters_of_one_layer(student: Student, rng: Rng) -> None:
    """conv_parameters counts weights and biases, also for bias=False."""
    c_in, c_out = (int(n) for n in rng.integers(2, 50, size=2))

    found = student.conv_parameters(3, c_in, c_out)
    plain = student.conv_parameters((5, 2), c_in, c_out, bias=False)

    weights = np.ones((c_out, c_in, 3, 3)).size
    clues = Clues(suspects={"bias:one": (ONE_BIAS, weights + 1)})
    name = f"conv_parameters(3, {c_in}, {c_out})"
    close(found, weights + c_out, name, clues=clues)
    name = f"conv_parameters((5, 2), {c_in}, {c_out}, bias=False)"
    close(plain, np.ones((c_out, c_in, 5, 2)).size, name)


@exercise("9.7", weight=2)
def test_two_kernels_in_a_row_by_hand(student: Student) -> None:
    """compose_kernels gives the worked example of handout section 5.3."""
    found = student.compose_kernels(np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]]))

    close(found, np.array([[3.0, 10.0, 8.0]]), "the one kernel")


@exercise("9.7", weight=2)
def test_one_kernel_does_what_two_do(student: Student, rng: Rng) -> None:
    """compose_kernels gives the one kernel that does what two random kernels do."""
    k1, k2 = rng.normal(size=(3, 2)), rng.normal(size=(2, 4))

    found = student.compose_kernels(k1.copy(), k2.copy())

    columns, turned = (
        [np.convolve(first, second) for first in k1 for second in other]
        for other in (k2, k2[::-1, ::-1])
    )
    rows = [i + j for i in range(3) for j in range(2)]
    right, wrong = np.zeros((2, 4, 5))
    np.add.at(right, rows, columns)
    np.add.at(wrong, rows, turned)
    suspects = {"kernel:turned": (TURNED, wrong)}
    close(found, right, "the one kernel", clues=Clues(suspects=suspects))


@exercise("9.8")
def test_layers_of_a_block(student: Student) -> None:
    """vgg_block gives Conv2d and ReLU n_convs times, and a MaxPool2d at the end."""
    layers = block(student, 1, 4, 2, 7)

    names = support(student, "looking", LOOK).look(layers)

    wanted = ["Conv2d", "ReLU", "Conv2d", "ReLU", "MaxPool2d"]
    require(names == wanted, f"the layers must be {wanted}, found {names}")


@exercise("9.8")
def test_images_through_a_block(student: Student, rng: Rng) -> None:
    """vgg_block: Conv2d and ReLU keep height and width, MaxPool2d halves them."""
    c_in, c_out = (int(n) for n in rng.integers(2, 6, size=2))
    layers = block(student, c_in, c_out, 2, int(rng.integers(1 << 32)))

    kernels = [np.shape(each.get("W")) for layer in layers if (each := layer.params)]
    takes = [shape[1] for shape in kernels if len(shape) == 4]
    must = f"the two W must take {c_in} and {c_out} channels, found shapes {kernels}"
    require(len(takes) != 2 or takes == [c_in, c_out], must, cause=CHANNELS)
    shapes = [(3, c_in, 6, 4)]
    for layer in layers:
        shapes.append(np.shape(layer.forward(np.ones(shapes[-1]), train=True)))

    kept = shapes[1:-1] == [(3, c_out, 6, 4)] * 4
    require(kept, f"height and width must stay up to the pooling, found {shapes}")
    require(shapes[-1] == (3, c_out, 3, 2), f"pooling must halve them, found {shapes}")


@exercise("9.8")
def test_weights_of_a_block(student: Student, rng: Rng) -> None:
    """vgg_block: 3 x 3 weights by He's rule, different in each Conv2d, biases 0.

    The standard deviation of 2 916 weights and more must be He's within a tenth, which
    is more than seven standard errors: right weights miss it with probability below
    1e-12.
    """
    layers = block(student, 9, 36, 3, int(rng.integers(1 << 32)))

    params = [found for layer in layers if (found := layer.params)]

    require(len(params) == 3, f"three layers must have params, found {len(params)}")
    places = ("first", "second", "third")
    for place, each, channels in zip(places, params, (9, 36, 36), strict=True):
        w, b = np.asarray(each["W"]), each["b"]
        must = f"W must have shape (36, {channels}, 3, 3), found {w.shape}"
        require(w.shape == (36, channels, 3, 3), must)
        close(b, np.zeros(36), "b")
        he = np.sqrt(2 / (9 * channels))
        must = (
            f"the standard deviation of W in the {place} Conv2d, where {channels} "
            f"channels come in, must be near {he:.4f}, found {w.std():.4f}"
        )
        wrong = {FAN_IN: 3 * he, VARIANCE: he**2, NO_TWO: he / np.sqrt(2)}
        wrong |= {FAN_OUT: np.sqrt(2 / (9 * 36))} if channels != 36 else {}
        causes = [said for said, std in wrong.items() if abs(w.std() / std - 1) < 0.1]
        cause = causes[0] if len(causes) == 1 else ""
        require(abs(w.std() / he - 1) < 0.1, must, cause=cause)
    same = any(np.array_equal(p["W"], q["W"]) for p, q in pairwise(params))
    require(not same, "no two layers may start with the same weights")


def block(student: Student, c_in: int, c_out: int, n: int, seed: int) -> list[Student]:
    """Return the layers of a block, once they are a list of 2 n + 1 objects."""
    layers = student.vgg_block(c_in, c_out, n, generator(seed))
    is_list = isinstance(layers, list) and len(layers) == 2 * n + 1
    must = f"vgg_block must return a list of {2 * n + 1} layers here"
    require(is_list and all(isinstance(each, Student) for each in layers), must)
    return list(layers)


def field_of(layers: list[tuple[int, int]]) -> int:
    """Return how many pixels layers of (kernel, stride) see."""
    last = 0  # of the outputs of a layer, the one furthest to the right
    for kernel, stride in reversed(layers):
        last = last * stride + kernel - 1
    return last + 1


def fields_of(layers: list[tuple[int, int]]) -> Clues:
    """Return what may come out in place of that, as far as the numbers tell it."""
    right, own, step = field_of(layers), 1, 1
    for size, apart in layers:
        step *= apart
        own += (size - 1) * step
    wrong = {
        "strides:none": (STRIDES, field_of([(kernel, 1) for kernel, _ in layers])),
        "strides:own": (OWN_STRIDE, own),
        "strides:backwards": (BACKWARDS, field_of(layers[::-1])),
    }
    values = [right, *(value for _, value in wrong.values())]
    told = {code: found for code, found in wrong.items() if values.count(found[1]) == 1}
    return Clues(suspects=told)
