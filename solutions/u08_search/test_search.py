"""Hidden checks of unit 8: how split divides examples, and how it mixes them.

Which rows go where is random, so no check expects a certain order. Those that ask for
chance state how often fair work misses them; in a run that is below 4e-8 in all.

Whoever returns the four arrays in another order pays for that once: all checks but one
tell x from t by the numbers in a row.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Student, exercise, generator, require

Array = NDArray[np.float64]
Any1d = NDArray[np.generic]
Four = tuple[Any1d, Any1d, Any1d, Any1d]
Rng = np.random.Generator
MANY, SHARE = 59, 0.2  # 12 examples to validate with
THIRD = 0.3  # of 11 examples 3
NEIGHBOURS = 18  # as many pairs side by side as before: less than 1 in 10^10
KINDS = pytest.mark.parametrize("kind", ["labels", "label_rows"])
NESTED = (
    "Pairs are returned inside a pair: return four arrays, x_train, t_train, x_val, "
    "t_val."
)
GROUPED = "Both x come first and both t after them: each t follows its own x."
BACKWARDS = "The validation part comes first: return the training part before it."
TARGETS_FIRST = "t stands before x: each x comes before its t."
CUT = "The number of validation examples is cut off, as int does: use round."
UP = "The number of validation examples is always rounded up: use round."
EXCHANGED = "The parts are exchanged: validation_rate is the share for validation."
OVERLAP = "Some examples are in both parts: what one part takes, the other must leave."
TWICE = "Some examples come twice: draw without putting back, as a permutation does."
LOST = "Some examples are in no part: look at where both slices begin and end."
APART = "x and t are shuffled apart: draw one order, and choose from both by it."
FIRST = "t stands before x: each x comes before its t."
CUT = "The number of validation examples is cut off, as int does: use round."
UP = "The number of validation examples is always rounded up: use round."
EXCHANGED = "The parts are exchanged: validation_rate is the share for validation."
OVERLAP = "Some examples are in both parts: what one part takes, the other must leave."
TWICE = "Some examples come twice: draw without putting back, as a permutation does."
LOST = "Some examples are in no part: look at where both slices begin and end."
APART = "x and t are shuffled apart: draw one order, and choose from both by it."
TRAINING_APART = "The pairs of the training part are torn, those of validation are not."
VALIDATION_APART = "The pairs of the validation part are torn, those of training not."
FIRST = "The first examples are always the validation part: shuffle before you cut."
LAST = "The last examples are always the validation part: shuffle before you cut."
MASKED = (
    "One part keeps its old order, as a mask or a sort leaves it: choose the rows by "
    "the random order itself."
)
BLOCKS = "Whole blocks keep their order: shuffle all the single places."


@exercise("8.1", weight=2)
@pytest.mark.parametrize(("low", "high"), [(0.1, 0.4), (0.6, 0.9)], ids=["down", "up"])
def test_sizes_of_the_parts(
    student: Student, rng: Rng, low: float, high: float
) -> None:
    """round(N * validation_rate) examples are for validation, all others to train."""
    n, whole = int(rng.integers(31, 60)), int(rng.integers(4, 13))
    count = whole + float(rng.uniform(low, high))
    x, t = data(n, rng)

    part, _, held, _ = divided(student, rng, x, t, count / n)

    found, right = (len(part), len(held)), (n - round(count), round(count))
    causes = {
        (n - whole, whole): CUT,
        (n - whole - 1, whole + 1): UP,
        right[::-1]: EXCHANGED,
    }
    must = (
        f"{n} examples at a rate of {count / n:.4f} must give {right[0]} and "
        f"{right[1]}, found {found[0]} and {found[1]}"
    )
    require(found == right, must, cause=causes.get(found, ""))


@exercise("8.1", weight=2)
def test_every_example_once(student: Student, rng: Rng) -> None:
    """No example is lost, none comes twice, and none is in both parts."""
    x, t = data(MANY, rng)

    part, part_t, held, held_t = divided(student, rng, x, t, SHARE)

    require_once(part[:, 0], held[:, 0], x[:, 0], "rows of x")
    require_once(part_t, held_t, t, "targets")


@exercise("8.1", weight=2)
@pytest.mark.parametrize(
    ("n", "rate", "right"),
    [(1, 0.3, 0), (1, 0.8, 1), (2, 0.4, 1), (5, 0.0, 0), (5, 1.0, 5)],
    ids=["one", "one_held", "two", "none_held", "all_held"],
)
def test_parts_may_be_empty(
    student: Student, rng: Rng, n: int, rate: float, right: int
) -> None:
    """A part of no examples is a part of no examples."""
    x, t = data(n, rng)

    part, part_t, held, held_t = divided(student, rng, x, t, rate)

    found = [len(part), len(part_t), len(held), len(held_t)]
    must = f"{n} examples at a rate of {rate} must give {n - right} and {right}, found "
    must += f"{found[0]} and {found[2]}"
    require(found == [n - right, n - right, right, right], must)


@exercise("8.1", weight=2)
def test_four_arrays_in_their_order(student: Student, rng: Rng) -> None:
    """x_train, t_train, x_val, t_val, in this order."""
    x, t = data(MANY, rng)

    found = four(student.split(x.copy(), t.copy(), SHARE, seeded(rng)))

    axes, sizes = [part.ndim for part in found], [len(part) for part in found]
    causes: dict[tuple[int, ...], str] = {
        (2, 2, 1, 1): GROUPED,
        (1, 1, 2, 2): GROUPED,
        (1, 2, 1, 2): TARGETS_FIRST,
    }
    must = "split must return x_train, t_train, x_val, t_val, in this order"
    require(axes == [2, 1, 2, 1], must, cause=causes.get(tuple(axes), ""))
    require(sizes[0] > sizes[2], must, cause=BACKWARDS)


@exercise("8.1")
@KINDS
def test_whole_examples(student: Student, rng: Rng, kind: str) -> None:
    """Images stay images, and rows of t stay rows, whatever shapes they have."""
    x, t = images(11, rng, kind)

    part, part_t, held, held_t = divided(student, rng, x, t, THIRD)

    inner = [part.shape[1:], held.shape[1:], part_t.shape[1:], held_t.shape[1:]]
    right = [x.shape[1:], x.shape[1:], t.shape[1:], t.shape[1:]]
    require(inner == right, "the axes behind the first must stay as they are")


@exercise("8.2", weight=3)
@KINDS
def test_pairs_stay_together(student: Student, rng: Rng, kind: str) -> None:
    """What is right for an image goes where the image goes.

    Two orders agree by chance with probability 1 / 3! in the part of 3 alone, and
    with 1 / 11! < 3e-8 in both parts.
    """
    x, t = images(11, rng, kind)

    part, part_t, held, held_t = divided(student, rng, x, t, THIRD)

    must = "t_train and t_val must belong to x_train and x_val, row by row"
    kept = paired(part, part_t, x, t) and paired(held, held_t, x, t)
    require(kept, must, cause=APART)


@exercise("8.2", weight=2)
def test_validation_part_is_drawn(student: Student, rng: Rng) -> None:
    """Neither the first examples nor the last are the validation part.

    A fair order does that with probability 2 / C(59, 12) < 2e-12.
    """
    places = numbered(MANY)

    _, _, _, held = divided(student, rng, *places, SHARE)

    chosen = set(held.tolist())
    must = "the validation part must be drawn from all examples"
    require(chosen != set(range(len(held))), must, cause=FIRST)
    require(chosen != set(range(MANY - len(held), MANY)), must, cause=LAST)


@exercise("8.2", weight=2)
def test_both_parts_are_mixed(student: Student, rng: Rng) -> None:
    """Neighbours are parted, in both parts.

    A fair order leaves a part of 12 sorted with probability 1 / 12! < 3e-9, and has 18
    or more pairs of neighbours with probability below 2^18 / 18! < 1e-10.
    """
    places = numbered(MANY)

    _, part, _, held = divided(student, rng, *places, SHARE)

    is_sorted = [bool((np.diff(each) > 0).all()) for each in (part, held)]
    require(not any(is_sorted), "both parts must be in random order", cause=MASKED)
    pairs = sum(int((np.abs(np.diff(each)) == 1).sum()) for each in (part, held))
    must = f"neighbours must be parted, found {pairs} pairs still side by side"
    require(pairs < NEIGHBOURS, must, cause=BLOCKS)


def seeded(rng: Rng) -> object:
    """Return what stands for a fresh generator in the submission's process."""
    return generator(int(rng.integers(1 << 32)))


def data(n: int, rng: Rng) -> tuple[Array, NDArray[np.int64]]:
    """Return rows (n, 2) that all differ, and targets that all differ."""
    values = rng.permutation(100.0 + np.arange(n))
    return np.stack([values, -values], axis=1), rng.permutation(n)


def numbered(n: int) -> tuple[Any1d, NDArray[np.int64]]:
    """Return rows (n, 2) and their places."""
    places = np.arange(n, dtype=np.int64)
    return np.stack([places, -places], axis=1) * 1.0, places


def images(n: int, rng: Rng, kind: str) -> tuple[Array, Any1d]:
    """Return images (n, 2, 3) and labels (n,), or rows of targets (n, 4)."""
    t = rng.permutation(n) if kind == "labels" else rng.normal(size=(n, 4))
    return rng.normal(size=(n, 2, 3)), t


def divided(student: Student, rng: Rng, x: Any1d, t: Any1d, rate: float) -> Four:
    """Return both parts, told by their axes, in whatever order they came."""
    found = four(student.split(x.copy(), t.copy(), rate, seeded(rng)))
    xs = [part for part in found if width(part) == width(x)]
    ts = [part for part in found if width(part) == width(t)]
    sorts = "two parts must have the rows of x, and two those of t"
    require(len(xs) == len(ts) == 2, sorts)
    return xs[0], ts[0], xs[1], ts[1]


def width(part: Any1d) -> int:
    """Return how many numbers an example has, in whatever shape."""
    return int(np.prod(part.shape[1:]))


def four(found: object) -> list[Any1d]:
    """Return what split gave, once it is known to be four arrays."""
    parts = list(found) if isinstance(found, (tuple, list)) else []
    pairs = all(isinstance(each, (tuple, list)) for each in parts) and len(parts) == 2
    must = "split must return four arrays: x_train, t_train, x_val, t_val"
    are_arrays = all(isinstance(each, np.ndarray) and each.ndim for each in parts)
    is_right = len(parts) == 4 and are_arrays
    require(is_right, must, cause=NESTED if pairs else "")
    return parts


def require_once(part: Any1d, held: Any1d, whole: Any1d, name: str) -> None:
    """Refuse parts that are not the whole, each item of it once."""
    must = f"both parts together must have all {name}, each once"
    for each in (part, held):
        require(np.unique(each).size == each.size, must, cause=TWICE)
    require(not np.isin(part, held).any(), must, cause=OVERLAP)
    have = np.concatenate([part, held])
    is_lost = not np.isin(whole, have).all()
    require(not is_lost, must, cause=LOST)
    require(np.isin(have, whole).all(), f"the {name} must be those that were given")


def paired(part: Any1d, part_t: Any1d, x: Any1d, t: Any1d) -> bool:
    """Whether every row of a part has the target that it has in the whole."""
    shaped = part.reshape(len(part), *x.shape[1:])
    rows = [np.flatnonzero((x == row).all(axis=(1, 2))) for row in shaped]
    require(all(row.size == 1 for row in rows), "each row must be one of x's, as it is")
    places = np.array([int(row[0]) for row in rows], np.int64)
    return len(part) == len(part_t) and bool((t[places] == part_t).all())
