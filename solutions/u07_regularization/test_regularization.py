"""Hidden checks of unit 7: the penalty, its gradient, and what decays."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    are_chosen,
    close,
    exercise,
    follows,
    in_turn,
    keeps_keys,
    narrowed,
    require,
)

Array = NDArray[np.float64]
Arrays = dict[str, Array]
Rng = np.random.Generator
RATE = 0.3  # its square, its half and its double are all far from it
SHAPES = pytest.mark.parametrize(
    "shapes",
    [[(7, 5)], [(3, 7), (7, 5), (5, 2)], [(3, 2, 5, 7), (11, 1)]],
    ids=["one layer", "three layers", "filters and a column"],
)
WEIGHTS = ("W", "0.W", "12.W", "branch.3.W")
OTHERS = (
    "b",
    "0.b",
    "0.gamma",
    "0.beta",
    "Wx",
    "0.Wh",
    "rawW",
    "W.b",
    "0.W.scale",
    "w",
)
WRITES_OVER = "What was in grads is gone: the slope must be added to it."
ZERO = (
    "weight_decay = 0 does not arrive, as in `weight_decay or ...`, which takes 0 for "
    "a missing number: use the number that is given."
)
ENDS = (
    '"8.W" is found, "{}" is not: a weight\'s key ends in ".W", however much stands '
    "before it."
)
ROOT = "A root is taken of the sum: it is the sum itself that counts."
ROOTS = "Lengths are added in place of their squares: take no root."
SIZES = "Sizes are added in place of squares: this is the L1 penalty."
ALL_SIZES = "This is the L1 penalty, which adds up sizes: take squares."
MEANS = "Means of squares are added in place of the squares."


@exercise("7.1", weight=2)
@SHAPES
def test_penalty_of_any_layers(
    student: Student, rng: Rng, shapes: list[tuple[int, ...]]
) -> None:
    """l2_penalty sums the squares of all weights, for arrays of any shape."""
    params = drawn(rng, shapes)

    found = student.l2_penalty(params, RATE)

    names = {f"W{n}": w for n, w in enumerate(params.values())}
    parts = {**names, "weight_decay": RATE, "n": len(names)}
    total = " + ".join(f"sum({name} ** 2)" for name in names)
    formula = f"weight_decay / 2 * ({total})"
    follows(found, formula, parts, "the penalty", clues=of_penalty(params))


@exercise("7.1")
@pytest.mark.parametrize("rate", [0.0, 1e-4, 40.0], ids=["zero", "small", "large"])
def test_penalty_of_any_rate(student: Student, rng: Rng, rate: float) -> None:
    """l2_penalty is proportional to weight_decay."""
    params = drawn(rng, [(3, 5), (5, 2)])
    one = float(np.asarray(number(student.l2_penalty(params, 1.0))))

    found = student.l2_penalty(params, rate)

    said = "Ten times the weight_decay must give ten times the penalty, and 0 gives 0."
    if rate == 0 and one > 0:
        found_zero = number(found) == 0
        require(found_zero, "With weight_decay 0 the penalty must be 0.", cause=ZERO)
    near = {"rate": ("weight_decay is taken to a power.", one * rate**2)}
    close(found, rate * one, "the penalty", clues=Clues(cause=said, suspects=near))
    require(one > 0, f"the penalty must be above 0, found {one}")


@exercise("7.1")
def test_penalty_of_nothing(student: Student) -> None:
    """l2_penalty of an empty params is 0."""
    close(student.l2_penalty({}, RATE), 0.0, "the penalty of no arrays")


@exercise("7.2", weight=2)
@SHAPES
def test_decay_of_any_layers(
    student: Student, rng: Rng, shapes: list[tuple[int, ...]]
) -> None:
    """add_weight_decay adds weight_decay times its weights to each gradient."""
    params = drawn(rng, shapes)
    before = {key: rng.normal(size=w.shape) for key, w in params.items()}
    grads = copied(before)

    student.add_weight_decay(copied(params), grads, RATE)

    for key, w in params.items():
        penalty = RATE / 2 * np.vdot(w, w)
        parts = {"grad": before[key], "weight_decay": RATE, "W": w, "penalty": penalty}
        clues = of_decay(before[key], w)
        name = f'grads["{key}"]'
        follows(grads.get(key), "grad + weight_decay * W", parts, name, clues=clues)


@exercise("7.2")
def test_decay_of_two_calls(student: Student, rng: Rng) -> None:
    """add_weight_decay, called twice, adds the slope twice."""
    params, before = drawn(rng, [(3, 5)]), rng.normal(size=(3, 5))
    grads, (w,) = {"0.W": before.copy()}, params.values()

    student.add_weight_decay(copied(params), grads, RATE)
    student.add_weight_decay(copied(params), grads, 2 * RATE)

    shares = {"grads": before, "first": RATE * w, "second": 2 * RATE * w}
    suspects = {"decay:over": (WRITES_OVER, 2 * RATE * w)}
    clues = Clues(terms=shares, suspects=suspects)
    close(grads["0.W"], sum(shares.values()), 'grads["0.W"]', clues=clues)


@exercise("7.3")
@pytest.mark.parametrize("key", OTHERS)
def test_penalty_counts_weights_only(student: Student, rng: Rng, key: str) -> None:
    """l2_penalty leaves out an array whose key is not that of a weight."""
    params = drawn(rng, [(3, 5), (5, 2)])
    alone = number(student.l2_penalty(params, RATE))

    found = student.l2_penalty({**params, key: rng.normal(2.0, 0.5, size=5)}, RATE)

    cause = f'An array under "{key}" is paid for: only "W" and what ends in ".W" is.'
    with narrowed(lambda: keys_that_cost(student, rng)):
        close(found, alone, "the penalty", clues=Clues(cause=cause))
    require(alone > 0, "the penalty of weights must be above 0")


@exercise("7.3")
@pytest.mark.parametrize("key", WEIGHTS)
def test_penalty_counts_every_weight(student: Student, rng: Rng, key: str) -> None:
    """l2_penalty counts an array whose key is "W" or ends in ".W"."""
    params, more = drawn(rng, [(3, 5)]), rng.normal(2.0, 0.5, size=(2, 7))
    params = {"8.W": params["0.W"]}

    alone = number(student.l2_penalty(params, RATE))
    found = number(student.l2_penalty({**params, key: more}, RATE))

    must = f'An array under "{key}" must add to the penalty.'
    lost = key.endswith(".W") and alone > 0 and number(found) == number(alone)
    lost = lost and number(student.l2_penalty({key: more}, RATE)) == 0
    require(not lost, must, cause=ENDS.format(key))
    cause = f'"{key}" is not taken for the key of a weight.'
    with narrowed(lambda: keys_that_cost(student, rng)):
        require(found > alone, must, cause=cause)


@exercise("7.3", weight=10)
def test_gradients_of_weights_only(student: Student, rng: Rng) -> None:
    """add_weight_decay changes every weight's gradient, and no bit of any other."""
    params = {key: rng.normal(2.0, 0.5, size=(3, 2)) for key in (*OTHERS, *WEIGHTS)}
    params |= {key: rng.normal(2.0, 0.5, size=5) for key in ("7.b", "7.W")}
    before = {key: rng.normal(size=w.shape) for key, w in params.items()}
    grads = copied(before)

    student.add_weight_decay(copied(params), grads, RATE)

    moved = [key for key in params if not np.array_equal(grads[key], before[key])]
    axes = {key: w.ndim for key, w in params.items()}
    are_chosen(moved, [*WEIGHTS, "7.W"], "what decays", order=list(params), axes=axes)


@exercise("7.3", weight=4)
def test_missing_gradients_are_passed_over(student: Student, rng: Rng) -> None:
    """add_weight_decay passes over keys that grads lacks, and grads keeps its keys."""
    params = drawn(rng, [(3, 5), (5, 2), (2, 7)]) | {"W": rng.normal(size=(7, 3))}
    before = rng.normal(size=(5, 2))
    grads = {"1.W": before.copy()}

    student.add_weight_decay(copied(params), grads, RATE)

    keeps_keys(grads, ["1.W"], "grads")
    moved = [] if np.array_equal(grads["1.W"], before) else ["1.W"]
    are_chosen(moved, ["1.W"], "what decays", order=list(params))


def keys_that_cost(student: Student, rng: Rng) -> None:
    """Refuse keys that add to the penalty otherwise than they must, one by one."""
    arrays = {key: rng.normal(2.0, 0.5, size=(3, 2)) for key in (*OTHERS, *WEIGHTS)}
    each = [({key: array}, RATE) for key, array in arrays.items()]
    found = zip(arrays, in_turn(student.l2_penalty, each=each), strict=True)
    costly = [key for key, penalty in found if number(penalty) > 0]
    are_chosen(costly, WEIGHTS, "what is paid for", order=list(arrays))


def drawn(rng: Rng, shapes: list[tuple[int, ...]]) -> Arrays:
    """Return weights of these shapes under "0.W", "1.W" and so on."""
    return {f"{n}.W": rng.normal(0.5, 1.0, size=s) for n, s in enumerate(shapes)}


def copied(arrays: Arrays) -> Arrays:
    """Return copies under the same keys."""
    return {key: array.copy() for key, array in arrays.items()}


def squares(params: Arrays) -> float:
    """Return the sum of all squares."""
    return float(sum(np.vdot(w, w) for w in params.values()))


def number(found: object) -> float:
    """Return a penalty once it is a number, or an array that holds a single one."""
    is_array = isinstance(found, (np.ndarray, np.generic, int, float))
    array = np.asarray(found if is_array else None)
    is_number = array.size == 1 and array.dtype.kind in "fiu"
    require(is_number and np.isfinite(array).all(), "the penalty must be a number")
    return float(array.reshape(-1)[0])


def of_penalty(params: Arrays) -> Clues:
    """Return what a penalty may be in place of what it must be."""
    total, arrays = squares(params), list(params.values())
    means = sum(np.mean(w * w) for w in arrays)
    sizes = sum(np.abs(w).sum() for w in arrays)
    lengths = sum(np.sqrt(np.vdot(w, w)) for w in arrays)
    suspects = {
        "no-half": ("The half is missing.", RATE * total),
        "no-rate": ("weight_decay is left out.", total / 2),
        "bare": ("Neither the half nor weight_decay is there.", total),
        "rate-squared": ("weight_decay is squared.", RATE**2 * total / 2),
        "root": (ROOT, RATE / 2 * np.sqrt(total)),
        "roots": (ROOTS, RATE / 2 * lengths),
        "sizes": (SIZES, RATE / 2 * sizes),
        "all-sizes": (ALL_SIZES, RATE * sizes),
        "mean": (MEANS, RATE / 2 * means),
        "mean-of-all": (
            "The sum is divided by the number of weights: it is a sum and no mean.",
            RATE / 2 * total / sum(w.size for w in arrays),
        ),
        "last": (
            "Only the last layer counts: add to the total.",
            RATE / 2 * np.square(arrays[-1]).sum(),
        ),
        "first": (
            "Only the first layer counts: is a return inside of the loop?",
            RATE / 2 * np.square(arrays[0]).sum(),
        ),
    }
    if len(arrays) == 1:  # the first is the last, and means agree
        for key in ("last", "first", "mean"):
            del suspects[key]
    return Clues(suspects={f"penalty:{key}": each for key, each in suspects.items()})


def of_decay(before: Array, w: Array) -> Clues:
    """Return what a gradient may be in place of what it must be."""
    slopes = {
        "twice": ("The 2 of the square is there, the half is not.", 2 * RATE * w),
        "half": ("The half is there, the 2 of the square is not.", RATE / 2 * w),
        "no-rate": ("weight_decay is left out.", w),
        "minus": ("The slope is taken off in place of added.", -RATE * w),
        "squares": ("The squares are added, not their slope.", RATE / 2 * w * w),
        "signs": ("This is the slope of the L1 penalty.", RATE * np.sign(w)),
        "mean": ("The slope is divided by the number of weights.", RATE * w / w.size),
        "rows": ("The slope is divided by the number of rows.", RATE * w / len(w)),
        "none": ("Nothing is added to the gradient.", 0 * w),
    }
    found = {key: (said, before + slope) for key, (said, slope) in slopes.items()}
    found["over"] = WRITES_OVER, RATE * w
    return Clues(suspects={f"decay:{key}": each for key, each in found.items()})
