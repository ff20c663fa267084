"""Open checks of unit 9, fourth part: what stacks of small filters see and cost."""

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
WHOLE = "Kernels are added up whole: each layer must add kernel - 1."
FROM_NOTHING = "The pixel of the output itself is missing: begin with 1."
ADDED = "The strides are added up: those of the layers below must be multiplied."
LATEST = "Only the stride of the layer below counts: take the product of all below."
BIAS_IN = "There is a bias for each channel that comes in: each filter must have one."
NO_BIAS = "The biases are left out: each of the c_out filters has one."
NOT_SQUARE = "A kernel of 3 is counted as 3 weights: it is 3 x 3 for each channel."
BIAS_KEPT = "bias=False makes no difference: it must leave out the biases."
ONE_PAIR = "Of the pairs of weights with the same a + b only one counts: add them up."
NO_PADDING = "A 3 x 3 filter without padding takes two rows and columns off: pad=1."
NO_RELUS = "Each Conv2d must have a ReLU behind it."
POOLS = "The pooling is inside of the loop: one must stand at the end."
RELU_LAST = "The ReLU stands behind the pooling: it must come before it."
FAN_IN = "It is as if fan_in were c_in: a filter sees 3 x 3 pixels of each channel."
VARIANCE = "It is He's variance: the factor is the root of it."
FAN_OUT = "It is as if fan_in were 9 c_out: count the channels that come in."
NO_TWO = "The 2 of He's rule is missing: the variance is 2 / fan_in."
TURNED = "One of the kernels is turned by half a turn: a place a + b gets k1[a] k2[b]."


@exercise("9.7")
def test_two_and_three_small_filters(student: Student) -> None:
    """receptive_field of no, one, two and three 3 x 3 layers is 1, 3, 5 and 7."""
    none, one, two, three = (student.receptive_field([(3, 1)] * n) for n in range(4))

    wrong = {"kernels:whole": (WHOLE, 4.0), "field:nothing": (FROM_NOTHING, 2.0)}
    close(one, 3, "what one layer sees", clues=Clues(suspects=wrong))
    wrong = {"kernels:whole": (WHOLE, 6.0)}
    close(two, 5, "what two layers see", clues=Clues(suspects=wrong))
    close(three, 7, "what three layers see")
    close(none, 1, "what one sees without a layer")


@exercise("9.7")
def test_a_stride_widens_what_follows(student: Student, rng: Rng) -> None:
    """receptive_field counts the pixels that two and four layers with strides see."""
    layers = [(int(k), int(s)) for k, s in rng.integers([2, 1], [6, 4], size=(4, 2))]

    both = [(3, 2), (3, 3)], layers
    two, four = (student.receptive_field(list(each)) for each in both)

    wrong = [fields_of(each) for each in both]
    told = [code for code in wrong[0] if is_each(code, wrong, (two, four))]
    for stack, seen, fields in zip(both, (two, four), wrong, strict=True):
        clues = Clues(suspects={c: fields[c] for c in told} if len(told) == 1 else {})
        close(seen, field_of(stack), f"what the layers {stack} see", clues=clues)


@exercise("9.7")
def test_parameters_of_one_layer(student: Student, rng: Rng) -> None:
    """conv_parameters counts weights and biases, also for bias=False."""
    c_in, c_out = (int(n) for n in rng.integers(2, 50, size=2))

    found = student.conv_parameters(3, c_in, c_out)
    plain = student.conv_parameters((5, 2), c_in, c_out, bias=False)

    weights = np.ones((c_out, c_in, 3, 3)).size
    wrong = {
        "bias:one": (ONE_BIAS, weights + 1),
        "bias:in": (BIAS_IN, weights + c_in),
        "bias:none": (NO_BIAS, weights),
        "kernel:flat": (NOT_SQUARE, weights // 3 + c_out),
    }
    clues = Clues(suspects=wrong)
    name = f"conv_parameters(3, {c_in}, {c_out})"
    close(found, weights + c_out, name, clues=clues)
    name = f"conv_parameters((5, 2), {c_in}, {c_out}, bias=False)"
    weights = np.ones((c_out, c_in, 5, 2)).size
    clues = Clues(suspects={"bias:kept": (BIAS_KEPT, weights + c_out)})
    close(plain, weights, name, clues=clues)


@exercise("9.7", weight=2)
def test_two_kernels_in_a_row_by_hand(student: Student) -> None:
    """compose_kernels gives the worked example of handout section 5.3."""
    found = student.compose_kernels(np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]]))

    wrong = {
        "pairs:one": (ONE_PAIR, [[3.0, 4.0, 8.0]]),
        "pairs:other": (ONE_PAIR, [[3.0, 6.0, 8.0]]),
        "kernel:turned": (TURNED, [[4.0, 11.0, 6.0]]),
        "kernel:turned first": (TURNED, [[6.0, 11.0, 4.0]]),
    }
    right = np.array([[3.0, 10.0, 8.0]])
    close(found, right, "the one kernel", clues=Clues(suspects=wrong))


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
    layers = student.vgg_block(1, 4, 2, generator(7))

    require(isinstance(layers, list), "vgg_block must return a list of layers.")
    names = support(student, "looking", LOOK).look(layers)

    wanted = ["Conv2d", "ReLU", "Conv2d", "ReLU", "MaxPool2d"]
    causes = {
        ("Conv2d", "Conv2d", "MaxPool2d"): NO_RELUS,
        ("Conv2d", "Conv2d", "ReLU", "MaxPool2d"): NO_RELUS,
        ("Conv2d", "ReLU", "Conv2d", "MaxPool2d"): NO_RELUS,
        ("Conv2d", "ReLU", "MaxPool2d") * 2: POOLS,
        ("Conv2d", "MaxPool2d", "ReLU") * 2: POOLS,
        ("Conv2d", "ReLU", "Conv2d", "MaxPool2d", "ReLU"): RELU_LAST,
    }
    shown = ", ".join(names) or "none"
    must = f"The layers must be {', '.join(wanted)}, found {shown}."
    require(names == wanted, must, cause=causes.get(tuple(names), ""))


@exercise("9.8")
def test_images_through_a_block(student: Student, rng: Rng) -> None:
    """vgg_block: Conv2d and ReLU keep height and width, MaxPool2d halves them."""
    c_in, c_out = (int(n) for n in rng.integers(2, 6, size=2))
    layers = block(student, c_in, c_out, 2, int(rng.integers(1 << 32)))

    kernels = [np.shape(each.get("W")) for layer in layers if (each := layer.params)]
    takes = [shape[1] for shape in kernels if len(shape) == 4]
    shown = " and ".join(map(str, kernels))
    must = f"The two W must take {c_in} and {c_out} channels, found shapes {shown}."
    require(len(takes) != 2 or takes == [c_in, c_out], must, cause=CHANNELS)
    shapes = [(3, c_in, 6, 4)]
    for layer in layers:
        shapes.append(np.shape(layer.forward(np.ones(shapes[-1]), train=True)))

    others = [shape for shape in shapes[1:-1] if shape != (3, c_out, 6, 4)]
    must = (
        f"Up to the pooling the shape must be {(3, c_out, 6, 4)}, found {others[:1]}."
    )
    cause = NO_PADDING if shapes[1][2:] == (4, 2) else ""
    require(not others, must.replace("[", "").replace("]", ""), cause=cause)
    must = f"Pooling must halve height and width, to 3 and 2, found {shapes[-1]}."
    require(shapes[-1] == (3, c_out, 3, 2), must)


@exercise("9.8")
def test_weights_of_a_block(student: Student, rng: Rng) -> None:
    """vgg_block: 3 x 3 weights by He's rule, different in each Conv2d, biases 0.

    The standard deviation of 2 916 weights and more must be He's within a tenth, which
    is more than seven standard errors: right weights miss it with probability below
    1e-12.
    """
    layers = block(student, 9, 36, 3, int(rng.integers(1 << 32)))

    params = [found for layer in layers if (found := layer.params)]

    require(len(params) == 3, f"Three layers must have params, found {len(params)}.")
    places = ("first", "second", "third")
    for place, each, channels in zip(places, params, (9, 36, 36), strict=True):
        w, b = np.asarray(each["W"]), each["b"]
        must = f"W must have shape (36, {channels}, 3, 3), found {w.shape}."
        require(w.shape == (36, channels, 3, 3), must)
        close(b, np.zeros(36), "b")
        he = np.sqrt(2 / (9 * channels))
        must = (
            f"The standard deviation of W in the {place} Conv2d, where {channels} "
            f"channels come in, must be near {he:.4f}, found {w.std():.4f}."
        )
        wrong = {FAN_IN: 3 * he, VARIANCE: he**2, NO_TWO: he / np.sqrt(2)}
        wrong |= {FAN_OUT: np.sqrt(2 / (9 * 36))} if channels != 36 else {}
        causes = [said for said, std in wrong.items() if abs(w.std() / std - 1) < 0.1]
        cause = causes[0] if len(causes) == 1 else ""
        require(abs(w.std() / he - 1) < 0.1, must, cause=cause)
    same = any(np.array_equal(p["W"], q["W"]) for p, q in pairwise(params))
    require(not same, "No two layers may start with the same weights.")


def block(student: Student, c_in: int, c_out: int, n: int, seed: int) -> list[Student]:
    """Return the layers of a block, once they are a list of 2 n + 1 objects."""
    layers = student.vgg_block(c_in, c_out, n, generator(seed))
    is_list = isinstance(layers, list) and len(layers) == 2 * n + 1
    shown = f"{len(layers)} layers" if isinstance(layers, list) else "no list"
    must = f"vgg_block must return a list of {2 * n + 1} layers here, found {shown}."
    require(is_list and all(isinstance(each, Student) for each in layers), must)
    return list(layers)


def field_of(layers: list[tuple[int, int]]) -> int:
    """Return how many pixels layers of (kernel, stride) see."""
    last = 0  # of the outputs of a layer, the one furthest to the right
    for kernel, stride in reversed(layers):
        last = last * stride + kernel - 1
    return last + 1


def fields_of(layers: list[tuple[int, int]]) -> dict[str, tuple[str, float]]:
    """Return what may come out in place of that, and what it means."""
    own, step, added, latest, whole = 1, 1, 1, 1, 1
    below, total = 1, 1
    for size, apart in layers:
        whole += size * step
        added += (size - 1) * total
        latest += (size - 1) * below
        step, total, below = step * apart, total + apart, apart
        own += (size - 1) * step
    return {
        "strides:none": (STRIDES, field_of([(kernel, 1) for kernel, _ in layers])),
        "strides:own": (OWN_STRIDE, own),
        "strides:backwards": (BACKWARDS, field_of(layers[::-1])),
        "strides:added": (ADDED, added),
        "strides:latest": (LATEST, latest),
        "kernels:whole": (WHOLE, whole),
    }


def is_each(
    code: str, wrong: list[dict[str, tuple[str, float]]], seen: tuple[object, ...]
) -> bool:
    """Whether a wrong formula gives what was found for each stack of layers."""
    found = [fields[code][1] for fields in wrong]
    return [np.asarray(each).tolist() for each in seen] == found
