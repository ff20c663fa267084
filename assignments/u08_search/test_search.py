"""Open checks of unit 8: parts of the data, on paper and with drawn numbers."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, generator, require

Array = NDArray[np.generic]
Rng = np.random.Generator
MANY = 40
CUT = (
    "The number of validation examples is cut off, as int does, or taken of fewer than "
    "N examples: it is round(N * validation_rate)."
)
LESS = "One example too few is for validation: round(N * validation_rate), no less."
UP = "The number of validation examples is always rounded up: use round."
CHANCE = "How many are for validation is left to chance: round(N * rate), always."
EXCHANGED = "The parts are exchanged: the validation part is the small one here."
ORDER = "Four arrays must come back in the order x_train, t_train, x_val, t_val."
PLACES = (
    "x_train holds places, or targets, and not rows of x: choose from x by the places, "
    "as in x[places]."
)
PLACES_IN_T = (
    "t_train and t_val hold places, and not targets: choose from t by the places, as "
    "in t[places]."
)
FLAT = "x_train has lost an axis: each example keeps its shape."
NOTHING = "Nothing comes back: is a return missing?"
ARRAYS = "Each of the four must be an array, as x[places] is."
LOST = "{} in no part: both parts together have fewer rows than x."
MORE = (
    "Some examples come twice, in one part or in both: there are more rows than in x."
)
PUT_BACK = (
    "The validation part has an example twice, and the training part is too large: "
    "draw without putting back, as rng.permutation does."
)
ONCE = "Each example must be in one part, and once: draw one order, and cut it once."
WITH_REPEATS = (
    "Some examples come twice and others not at all, though the sizes are right: draw "
    "an order of all, as rng.permutation does, and not each place by itself."
)
IN_ONE_PART = (
    "In the {} part x and t are not chosen by the same order; the other part is right."
)
APART = (
    "x and t are not put in the same order: draw one order, and choose from both by it."
)
MINUS_0 = (
    "None is for validation, and -0 is 0: a slice that counts from the end takes all "
    "then. Cut at len(x) - n_val, or let the first n_val be for validation."
)
FIRST = (
    "The first examples are for validation, or the last: shuffle before you cut, and "
    "sort nothing. rng.permutation returns a new array and leaves the old as it is."
)
BESIDE = "Are the places of one part used for both, in x or in t?"
SEEDED = "Who is for validation is the same for every rng: draw it from rng."


@exercise("8.1")
def test_ten_examples(student: Student) -> None:
    """split: ten examples at a rate of 0.27 give 7 and 3: handout section 2.2."""
    t = np.arange(3, 13)
    x = 10.0 * t[:, np.newaxis]

    parts = four(student.split(x.copy(), t.copy(), 0.27, generator(1)))

    axes = [part.ndim for part in parts]
    found = ", ".join({1: "t", 2: "x"}.get(each, "neither") for each in axes)
    must = "x_train, t_train, x_val and t_val are wanted, and the four arrays that "
    must += f"came have the axes of {found}."
    kind = parts[0].dtype.kind if axes == [1, 1, 1, 1] else ""
    cause = PLACES if kind == "i" else FLAT if kind == "f" else ORDER
    require(axes == [2, 1, 2, 1], must, cause=cause)
    sizes = tuple(len(part) for part in parts)
    is_less = sizes[2:] == (2, 2) and len(split(student, x, t, 0.2, 1)[2]) < 2
    causes: dict[tuple[int, ...], str]
    causes = {(8, 8, 2, 2): LESS if is_less else CUT, (3, 3, 7, 7): EXCHANGED}
    shown = "{}, {}, {} and {}".format(*sizes)
    must = f"The parts must have 7, 7, 3 and 3 rows, found {shown}."
    if sizes != (7, 7, 3, 3):
        cause = chance(student, x, t) or total(parts, 10) or causes.get(sizes, "")
        require(0, must, cause=cause)
    all_t = np.sort(np.concatenate([parts[1], parts[3]]))
    is_whole = np.array_equal(all_t, t)
    cause = places_in_t(parts) or once(parts[1], parts[3])
    require(is_whole, "Each target must come once.", cause)


@exercise("8.1")
def test_sizes_at_drawn_rates(student: Student, rng: Rng) -> None:
    """split: the validation part has round(N * validation_rate) examples."""
    n, whole = int(rng.integers(31, 60)), int(rng.integers(4, 13))
    t = rng.permutation(n)
    rates = (whole + rng.uniform([0.1, 0.6], [0.4, 0.9])) / n

    down, up = (split(student, t[:, np.newaxis] * 1.0, t, rate, 1) for rate in rates)

    found = len(down[2]), len(up[2])
    causes = {(whole, whole): CUT, (whole + 1, whole + 1): UP, (whole - 1, whole): LESS}
    must = f"{whole} and {whole + 1} rows are for validation, found {found[0]} and "
    must += f"{found[1]}."
    if found != (whole, whole + 1):
        cause = chance(student, t[:, np.newaxis], t) or total(up, n)
        require(0, must, cause=cause or causes.get(found, ""))
    rows = np.sort(np.concatenate([up[0], up[2]]).ravel())
    is_whole = np.array_equal(rows, np.arange(n))
    cause = total(up, n) or once(up[0], up[2])
    require(is_whole, "Each row of x must come once.", cause=cause)


@exercise("8.1")
def test_none_for_validation(student: Student) -> None:
    """split: four examples at a rate of 0.1 are all to train: handout section 2.2."""
    t = np.arange(4)

    parts = split(student, t[:, np.newaxis] * 1.0, t, 0.1, 1)

    train, val = len(parts[0]), len(parts[2])
    must = f"4 rows must be to train and 0 for validation, found {train} and {val}."
    require((train, val) == (4, 0), must, cause=MINUS_0 if val == 4 else "")


@exercise("8.2")
def test_ten_pairs(student: Student) -> None:
    """split: each of ten rows of x still has its own target in t."""
    t = np.arange(3, 13)
    x = 10.0 * t[:, np.newaxis]

    parts = split(student, x, t, 0.27, 1)

    x_train, t_train, x_val, t_val = parts
    sizes = [len(part) for part in parts]
    must = "x_train and t_train, and x_val and t_val, must be of one length, found "
    must += "{} beside {} and {} beside {}.".format(*sizes)
    require(sizes[::2] == sizes[1::2], must, cause=BESIDE)
    found = np.concatenate([x_train.ravel(), x_val.ravel()])
    right = 10.0 * np.concatenate([t_train, t_val])
    is_right = [
        np.array_equal(found[:7], right[:7]),
        np.array_equal(found[7:], right[7:]),
    ]
    part = "training" if is_right == [False, True] else "validation"
    cause = IN_ONE_PART.format(part) if any(is_right) and len(x_val) == 3 else APART
    cause = places_in_t(parts) or cause
    if found.shape != right.shape or found.dtype.kind not in "fiu":
        close(found, right, "x beside its t", clues=Clues(cause=cause))
    wrong = np.flatnonzero(~np.isclose(found, right))
    if wrong.size:
        at, n = int(wrong[0]), len(x_train)
        name, place = ("val", at - n) if at >= n else ("train", at)
        must = f"x is ten times its t here, found {found[at]:g} in x_{name} beside "
        must += f"{right[at] / 10:g} in t_{name}, at place {place}."
        require(0, must, cause=cause)


@exercise("8.2")
def test_forty_are_mixed(student: Student, rng: Rng) -> None:
    """split: the validation part is random, and another one for another seed.

    A fair order of 40 does one of the three by chance with probability below 4e-9:
    there are 847 million parts of 10.
    """
    x, t = np.arange(MANY)[:, np.newaxis] * 1.0, np.arange(MANY)

    first, second = (
        set(split(student, x, t, 0.25, seed)[3].tolist())
        for seed in rng.integers(1 << 32, size=2).tolist()
    )

    ends = [set(range(10)), set(range(30, MANY))]
    require(first not in ends, "The validation part must be drawn.", cause=FIRST)
    must = "Two generators must give two validation parts."
    require(first != second, must, cause=SEEDED)


def split(student: Student, x: Array, t: Array, rate: float, seed: int) -> list[Array]:
    """Return both parts, told by their axes, in whatever order they came."""
    parts = four(student.split(x.copy(), t.copy(), rate, generator(seed)))
    xs = [part for part in parts if part.ndim == x.ndim]
    ts = [part for part in parts if part.ndim == t.ndim]
    sorts = "Two parts must have the axes of x, and two those of t."
    require(len(xs) == len(ts) == 2, sorts)
    return [xs[0], ts[0], xs[1], ts[1]]


def total(parts: list[Array], n: int) -> str:
    """Return why both parts together do not have as many rows as x; "" if they do."""
    x_train, _, x_val, _ = parts
    lost = n - len(x_train) - len(x_val)
    if lost > 0:
        return LOST.format("One example is" if lost == 1 else "Some examples are")
    if lost == 0:
        return ""
    once_in = [len(np.unique(part, axis=0)) == len(part) for part in (x_train, x_val)]
    return PUT_BACK if once_in == [True, False] else MORE


def places_in_t(parts: list[Array]) -> str:
    """Return that t_train and t_val hold the places of examples; "" if they do not."""
    ts = np.sort(np.concatenate([np.ravel(parts[1]), np.ravel(parts[3])]))
    return PLACES_IN_T if np.array_equal(ts, np.arange(10)) else ""


def once(*parts: Array) -> str:
    """Return why some of the examples are missing, or come twice."""
    is_drawn_twice = any(np.unique(part, axis=0).size < part.size for part in parts)
    return WITH_REPEATS if is_drawn_twice else ONCE


def chance(student: Student, x: Array, t: Array) -> str:
    """Return that the sizes are drawn, if other seeds give others; "" otherwise."""
    sizes = {len(split(student, x, t, 0.27, seed)[2]) for seed in range(1, 7)}
    return CHANCE if len(sizes) > 1 else ""


def four(found: object) -> list[Array]:
    """Return what split gave, once it is known to be four arrays."""
    parts = list(found) if isinstance(found, (tuple, list)) else []
    are_arrays = all(isinstance(part, np.ndarray) and part.ndim for part in parts)
    is_right = len(parts) == 4 and are_arrays
    shown = ", ".join(type(part).__name__ for part in parts) or type(found).__name__
    shown = "None" if found is None else shown
    cause = NOTHING if found is None else ARRAYS if len(parts) == 4 else ORDER
    require(is_right, f"split must return four arrays, found {shown}.", cause=cause)
    return parts
