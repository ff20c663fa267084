"""Open checks of unit 7: the penalty, its gradient, and what decays."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, require

Array = NDArray[np.float64]
Rng = np.random.Generator
Way = Callable[[Array], float]
HAND = np.array([[1.0, -2.0], [3.0, 0.0]])  # its squares sum to 14
FOR_NOTHING = (
    "A key that grads lacks is not passed over: where there is no gradient, nothing is "
    "added and no key is made."
)
ONLY = 'A key is a weight\'s if it is "W" or ends in ".W", with the dot.'
KEYS = ("0.W", "0.b", "1.gamma", "l0.Wx", "rawW", "0.W.scale")
NO_KEY = 'No weight is found: its key is "W", or ends in ".W".'
BY_SHAPE = (
    "It does for an array of two axes: the key says what is a weight, not the shape."
)
ROOTS = "Lengths are added in place of their squares: take no root."
SIZES = "Sizes are added in place of squares: this is the L1 penalty."
MEANS = "Means of squares are added in place of the squares themselves."
SUM_SQUARED = "The sum is squared: square each entry, then add."
DOUBLED = "Each entry is doubled in place of squared."
SUM_OR_DOUBLED = (
    "The sum is squared, or each entry is doubled: square each entry, then add."
)
ONE_AXIS = (
    "Squares are added along one axis alone, as by Python's sum or with an axis given: "
    "(w ** 2).sum() adds all of them."
)
IN_PLACE = (
    "The number is right, and the weights in params are no longer what they were: "
    "`w *= w` and `w **= 2` write into them, so square into a new array."
)
PRODUCT = "A product of matrices mixes the entries: square each entry, then add."
LARGEST = "Only the largest square counts: all of them must be added."
HALF_TWICE = "It is half of the right penalty: a half too many, or a half squared."
HALF_OR_COUNT = (
    "It is half of the right penalty: there is a half too many, it is squared, or the "
    "sum is divided by the number of arrays."
)
QUARTER = (
    "It is a quarter of the right penalty: is the sum divided by the number of "
    "weights, or are there more halves than one?"
)
ENDED = (
    "It does where its key comes first: a weight without a gradient ends the loop, so "
    "go on with the next key there."
)
ONE_DIGIT = 'The key "2.W" decays and "12.W" does not: ask how the key ends, by ".W".'
NOTHING_ADDED = (
    "Nothing is added to the array in grads: grads[key] += ... writes into it; a sum "
    "under another name or in a copy does not, nor does a loop that comes to no key."
)
FIRST_ALONE = "Only the first gradient changes: is a return inside of the loop?"
LAST_ALONE = "Only the last gradient changes: is the line that adds behind the loop?"
ALL_KEYS = (
    'All keys decay: only "W", and those that end in ".W", must. If an if asks for '
    "that, is the line that adds inside of it?"
)
IN_PARAMS = "The weights in params are moved: the slope must be added to grads."
NUMBER = "One number, the penalty, is added to all entries: its slope is an array."
RATE_OF_GRAD = (
    "weight_decay multiplies what was in grads: it must multiply the weights alone."
)
RATE_OF_BOTH = (
    "weight_decay multiplies what was in grads, too: it belongs to the slope."
)
WRITES_OVER = "What was in grads is gone: the slope must be added to it."


@exercise("7.1")
def test_penalty_by_hand(student: Student) -> None:
    """l2_penalty gives the worked example of handout section 2.1."""
    found = student.l2_penalty({"0.W": HAND.copy()}, 0.2)

    must = "the penalty must be one number, found an array of shape (2,)."
    require(not is_partial(found, HAND), must, cause=ONE_AXIS)
    clues = of_penalty({"0.W": HAND}, 0.2)
    close(found, 1.4, "the penalty", clues=clues)


@exercise("7.1")
def test_penalty_of_two_layers(student: Student, rng: Rng) -> None:
    """l2_penalty sums over the weights of all layers."""
    params = {"0.W": rng.normal(size=(3, 5)), "2.W": rng.normal(size=(5, 2))}

    given = {key: w.copy() for key, w in params.items()}
    found = student.l2_penalty(given, 0.3)

    close(found, 0.15 * squares(params), "the penalty", clues=of_penalty(params, 0.3))
    is_same = all(np.array_equal(given[key], w) for key, w in params.items())
    require(is_same, "params must stay as they are.", cause=IN_PLACE)


@exercise("7.2")
def test_decay_by_hand(student: Student) -> None:
    """add_weight_decay gives the worked example of handout section 2.2."""
    params, grads = {"0.W": HAND.copy()}, {"0.W": np.full((2, 2), 10.0)}

    student.add_weight_decay(params, grads, 0.2)

    nothing = np.array_equal(grads["0.W"], np.full((2, 2), 10.0))
    is_moved = nothing and not np.array_equal(params["0.W"], HAND)
    require(not is_moved, "params must stay, and grads must move.", cause=IN_PARAMS)
    clues = of_decay(np.full((2, 2), 10.0), HAND, 0.2)
    close(grads["0.W"], [[10.2, 9.6], [10.6, 10.0]], 'grads["0.W"]', clues=clues)


@exercise("7.2")
def test_decay_of_two_layers(student: Student, rng: Rng) -> None:
    """add_weight_decay adds to each layer's gradient the slope of its own weights."""
    params = {"0.W": rng.normal(size=(3, 5)), "2.W": rng.normal(size=(5, 2))}
    before = {key: rng.normal(size=w.shape) for key, w in params.items()}
    grads = {key: g.copy() for key, g in before.items()}

    given = {key: w.copy() for key, w in params.items()}
    student.add_weight_decay(given, grads, 0.3)

    stayed = {k for k in before if k in grads and np.array_equal(grads[k], before[k])}
    moved = [key for key in before if key not in stayed]
    alone = {"0.W": FIRST_ALONE, "2.W": LAST_ALONE}
    nothing = alone[moved[0]] if len(moved) == 1 else NOTHING_ADDED
    for key, w in params.items():
        clues = of_decay(before[key], w, 0.3, nothing)
        close(grads.get(key), before[key] + 0.3 * w, f'grads["{key}"]', clues=clues)


@exercise("7.3")
def test_biases_cost_nothing(student: Student) -> None:
    """l2_penalty counts the key "W", and not "b", "gamma" or "beta"."""
    alone = number(student.l2_penalty({"W": HAND.copy()}, 0.5))
    others = {key: np.ones(2) for key in ("b", "gamma", "beta")}

    found = student.l2_penalty({"W": HAND.copy(), **others}, 0.5)

    counted = "b, gamma or beta are paid for as well: only weights are."
    close(found, alone, "the penalty", clues=Clues(cause=counted))
    require(alone > 0, "The penalty of W must be above 0.", cause=NO_KEY)


@exercise("7.3")
def test_other_gradients_stay(student: Student, rng: Rng) -> None:
    """add_weight_decay changes no gradient whose key is not that of a weight."""
    params = {key: rng.normal(size=3) for key in KEYS}
    before = {key: rng.normal(size=3) for key in params}
    grads = {key: g.copy() for key, g in before.items()}

    student.add_weight_decay(params, grads, 0.5)

    others = [key for key in params if key != "0.W"]
    moved = [key for key in others if not np.array_equal(grads[key], before[key])]
    must = f"Only weights decay, found that these do as well: {', '.join(moved)}."
    is_all = moved == others and not np.array_equal(grads["0.W"], before["0.W"])
    require(not moved, must, cause=ALL_KEYS if is_all else ONLY)
    if np.array_equal(grads["0.W"], before["0.W"]):
        is_matrix = changes(student, {"0.W": HAND.copy()})
        cause = BY_SHAPE if is_matrix else NO_KEY
        shown = ", of shape (3,)," if is_matrix else ""
        require(0, f'grads["0.W"]{shown} must change.', cause=cause)


@exercise("7.3")
def test_weights_without_a_gradient(student: Student) -> None:
    """add_weight_decay skips a weight that has no gradient and makes no key for it."""
    params = {"0.W": HAND.copy(), "12.W": HAND.copy()}
    grads = {"12.W": np.zeros((2, 2))}

    student.add_weight_decay(params, grads, 0.5)

    must = f"grads must keep its keys, found {', '.join(sorted(map(str, grads)))}."
    require(set(grads) == {"12.W"}, must, cause=FOR_NOTHING)
    if not np.any(grads["12.W"]):
        is_ended = changes(student, dict(reversed(params.items())))
        is_short = not is_ended and changes(student, {"2.W": HAND.copy()})
        cause = ENDED if is_ended else ONE_DIGIT if is_short else ""
        require(0, 'grads["12.W"] must change.', cause=cause)


def changes(student: Student, params: dict[str, Array]) -> bool:
    """Whether the first weight decays, where no other one has a gradient."""
    first = next(iter(params))
    grads = {first: np.zeros_like(params[first])}
    student.add_weight_decay(params, grads, 0.5)
    return first in grads and bool(np.any(grads[first]))


def number(found: object) -> float:
    """Return a penalty once it is a number, or an array that holds a single one."""
    is_array = isinstance(found, (np.ndarray, np.generic, int, float))
    array = np.asarray(found if is_array else None)
    is_number = array.size == 1 and array.dtype.kind in "fiu"
    require(is_number and np.isfinite(array).all(), "The penalty must be a number.")
    return float(array.reshape(-1)[0])


def is_partial(found: object, w: Array) -> bool:
    """Whether two numbers have the proportions of squares added along one axis."""
    if not isinstance(found, np.ndarray) or found.shape != (2,):
        return False
    if found.dtype.kind not in "fiu" or not found.all():
        return False
    sums = [np.square(w).sum(axis=axis) for axis in (0, 1)]
    return any(np.allclose(found * each[0], found[0] * each) for each in sums)


def squares(params: dict[str, Array]) -> float:
    """Return the sum of all squares."""
    return float(sum(np.vdot(w, w) for w in params.values()))


def of_sums(params: dict[str, Array], rate: float) -> dict[str, tuple[str, float]]:
    """Return what comes out where something else than the squares is added up."""
    ways: dict[str, tuple[str, Way]] = {
        "sum squared": (
            SUM_OR_DOUBLED if len(params) == 1 else SUM_SQUARED,
            lambda w: float(w.sum() ** 2),
        ),
        "doubled": (DOUBLED, lambda w: 2 * float(w.sum())),
        "product": (PRODUCT, lambda w: float((w.T @ w).sum())),
        "product, too": (PRODUCT, lambda w: float((w @ w.T).sum())),
        "largest": (LARGEST, lambda w: float((w * w).max())),
        "roots": (ROOTS, lambda w: float(np.sqrt(np.vdot(w, w)))),
        "sizes": (SIZES, lambda w: float(np.abs(w).sum())),
        "mean": (MEANS, lambda w: float(np.mean(w * w))),
    }
    return {
        f"penalty:{code}": (said, rate / 2 * sum(map(way, params.values())))
        for code, (said, way) in ways.items()
    }


def of_penalty(params: dict[str, Array], rate: float) -> Clues:
    """Return what a penalty may be in place of what it must be."""
    total = squares(params)
    suspects = {
        **of_sums(params, rate),
        "penalty:half twice": (
            HALF_OR_COUNT if len(params) == 2 else HALF_TWICE,
            rate * total / 4,
        ),
        "penalty:quarter": (QUARTER, rate * total / 8),
        "penalty:nothing": (NO_KEY, 0.0),
        "penalty:no-half": ("The half is missing.", rate * total),
        "penalty:no-rate": ("weight_decay is left out.", total / 2),
        "penalty:bare": ("Neither the half nor weight_decay is there.", total),
        "penalty:rate-squared": ("weight_decay is squared.", rate**2 * total / 2),
        "penalty:mean-of-all": (
            "The sum is divided by the number of weights: it is a sum and no mean.",
            rate * total / sum(w.size for w in params.values()) / 2,
        ),
        "penalty:last": (
            "Only the last layer counts: add to the total in place of setting it.",
            rate * np.square(list(params.values())[-1]).sum() / 2,
        ),
        "penalty:first": (
            "Only the first layer counts: is a return inside of the loop?",
            rate * np.square(next(iter(params.values()))).sum() / 2,
        ),
    }
    if len(params) == 1:  # the first is the last, means agree, and 2 * 2 is 2 squared
        for code in ("last", "first", "mean", "mean-of-all", "doubled"):
            del suspects[f"penalty:{code}"]
    return Clues(suspects=suspects)


def of_decay(
    before: Array, w: Array, rate: float, nothing: str = NOTHING_ADDED
) -> Clues:
    """Return what a gradient may be in place of what it must be."""
    slope = rate * w
    results = {
        WRITES_OVER: slope,
        nothing: before,
        "w is left out: weight_decay must multiply it.": before + rate,
        "The sign of w is lost.": before + np.abs(slope),
        RATE_OF_GRAD: rate * before + w,
        RATE_OF_BOTH: rate * before + slope,
        "The 2 of the square is there, the half is not.": before + 2 * slope,
        "The half is there, the 2 of the square is not.": before + slope / 2,
        "weight_decay is left out.": before + w,
        "The slope is taken off in place of added.": before - slope,
        "The squares are added, not their slope.": before + slope * w / 2,
        "w is squared, and must not be: it is the slope.": before + slope * w,
        NUMBER: before + rate * np.vdot(w, w) / 2,
        "This is the slope of the L1 penalty.": before + rate * np.sign(w),
        "The slope is divided by the number of weights.": before + slope / w.size,
    }
    suspects = {
        f"decay:{place}": (said, result)
        for place, (said, result) in enumerate(results.items())
    }
    return Clues(suspects=suspects)
