"""Open checks of unit 9, fourth part: what stacks of small filters see and cost."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, require

Array = NDArray[np.float64]
Rng = np.random.Generator
OWN_STRIDE = (
    "A layer's stride is counted before its own kernel: it spreads the layers after it "
    "and not itself."
)
ONE_BIAS = "There is one bias for all filters: each of the c_out filters has its own."
STRIDES = "The strides make no difference: each widens the steps of what follows."
BACKWARDS = (
    "This is what the layers see in the opposite order: begin with the first one."
)
WHOLE = "Kernels are added up whole: each layer must add kernel - 1."
FROM_NOTHING = "The pixel of the output itself is missing: begin with 1."
ADDED = "The strides are added up: those of the layers below must be multiplied."
LATEST = "Only the stride of the layer below counts: take the product of all below."
BIAS_IN = "There is a bias for each channel that comes in: each filter must have one."
NO_BIAS = "The biases are left out: each of the c_out filters has one."
NOT_SQUARE = "A kernel of 3 is counted as 3 weights: it is 3 x 3 for each channel."
BIAS_KEPT = "bias=False makes no difference: it must leave out the biases."
BIAS_OF_EACH = "There are 9 biases for each filter: a filter has one."
ROW_BY_ROW = (
    "Each row of k1 is folded with all of k2 as one row: each row of k1 must meet each "
    "row of k2."
)
ONE_PAIR = "Of the pairs of weights with the same a + b only one counts: add them up."
FIRST_LAYER = "It is what the first layer alone sees: is the return inside of the loop?"
ONE_FILTER = "These are the numbers of one filter: there are c_out filters."
FILTER_ALONE = (
    "The biases are those of all filters, the weights those of one: there are c_out "
    "filters."
)
TURNED = "One of the kernels is turned by half a turn: a place a + b gets k1[a] k2[b]."


@exercise("9.7")
def test_two_and_three_small_filters(student: Student) -> None:
    """receptive_field of no, one, two and three 3 x 3 layers is 1, 3, 5 and 7."""
    none, one, two, three = (student.receptive_field([(3, 1)] * n) for n in range(4))

    wrong = {"kernels:whole": (WHOLE, 4.0), "field:nothing": (FROM_NOTHING, 2.0)}
    close(one, 3, "what one layer sees", clues=Clues(suspects=wrong))
    wrong = {"kernels:whole": (WHOLE, 6.0), "layers:first": (FIRST_LAYER, 3.0)}
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
    c_in, c_out = (int(n) for n in rng.integers(4, 50, size=2))

    found = student.conv_parameters(3, c_in, c_out)
    plain = student.conv_parameters((5, 2), c_in, c_out, bias=False)

    weights = np.ones((c_out, c_in, 3, 3)).size
    wrong = {
        "bias:one": (ONE_BIAS, weights + 1),
        "bias:in": (BIAS_IN, weights + c_in),
        "bias:none": (NO_BIAS, weights),
        "bias:places": (BIAS_OF_EACH, weights + 9 * c_out),
        "kernel:flat": (NOT_SQUARE, weights // 3 + c_out),
        "filter:one": (ONE_FILTER, weights // c_out + 1),
        "filter:weights": (FILTER_ALONE, weights // c_out + c_out),
    }
    clues = Clues(suspects=wrong)
    name = f"conv_parameters(3, {c_in}, {c_out})"
    close(found, weights + c_out, name, clues=clues)
    name = f"conv_parameters(kernel, {c_in}, {c_out}, bias=False) for kernel = (5, 2)"
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
    close(found, right, "The one kernel", clues=Clues(suspects=wrong))


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
    must = "The one kernel must have shape (4, 5), found (3, 9)."
    shape = found.shape if isinstance(found, np.ndarray) else ()
    require(shape != (3, 9), must, cause=ROW_BY_ROW)
    close(found, right, "The one kernel", clues=Clues(suspects=suspects))


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
        "layers:first": (FIRST_LAYER, layers[0][0]),
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
    are_numbers = all(isinstance(each, (int, float, np.number)) for each in seen)
    return are_numbers and list(seen) == found
