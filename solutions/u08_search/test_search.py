"""Hidden checks of unit 8: how split divides examples, and how it mixes them.

Which rows go where is random, so no check expects a certain order. Those that ask for
chance state how often fair work misses them; in a run that is below 4e-8 in all.

Whoever returns the four arrays in another order pays for that once: all checks but one
tell x from t by the numbers in a row.
"""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Student,
    divide_once,
    exercise,
    follows,
    generator,
    goes_on,
    has_shape,
    in_this_order,
    is_mixed,
    narrowed,
    require,
    stay_together,
)

Array = NDArray[np.float64]
Any1d = NDArray[np.generic]
Four = tuple[Any1d, Any1d, Any1d, Any1d]
Rng = np.random.Generator
MANY, SHARE = 59, 0.2  # 12 examples to validate with
THIRD = 0.3  # of 11 examples 3
NEIGHBOURS = 18  # as many pairs side by side as before: less than 1 in 10^10
KINDS = pytest.mark.parametrize(
    "kind", ["labels", "label_rows"], ids=["labels", "rows of targets"]
)
NESTED = "Pairs come inside a pair: return x_train, t_train, x_val, t_val."
ONE_AT_LEAST = (
    "Where none must be for validation, one is: the number is never below 1, or the "
    "slice [-n_val:] takes everything at 0."
)
FROM_THE_END = (
    "Where none must be for validation, all are: a slice that counts from the end, "
    "[-n_val:], takes everything at 0."
)
AS_GIVEN = (
    "The {} examples come in the order in which they were given, as a mask or a sort "
    "leaves them: shuffle them, too."
)
FIRST = "The first examples are always the validation part: shuffle before you cut."
LAST = "The last examples are always the validation part: shuffle before you cut."


@exercise("8.1", weight=2)
@pytest.mark.parametrize(
    ("low", "high"), [(0.1, 0.4), (0.6, 0.9)], ids=["rounds down", "rounds up"]
)
def test_sizes_of_the_parts(
    student: Student, rng: Rng, low: float, high: float
) -> None:
    """split: round(N * validation_rate) to validate, all other examples to train."""
    n, whole = int(rng.integers(31, 60)), int(rng.integers(4, 13))
    count = whole + float(rng.uniform(low, high))
    x, t = data(n, rng)

    part, _, held, _ = divided(student, rng, x, t, count / n)

    found, right = (len(part), len(held)), (n - round(count), round(count))
    must = (
        f"{n} examples at a rate of {count / n:.4f} must give {right[0]} to train and "
        f"{right[1]} to validate, found {found[0]} and {found[1]}."
    )
    with narrowed(lambda: sizes_follow(student, rng)):
        require(found == right, must)


@exercise("8.1", weight=2)
def test_every_example_once(student: Student, rng: Rng) -> None:
    """split: every example is in exactly one of the two parts, once."""
    x, t = data(MANY, rng)

    part, part_t, held, held_t = divided(student, rng, x, t, SHARE)

    rows = [np.searchsorted(np.sort(x[:, 0]), each[:, 0]) for each in (part, held)]
    divide_once(rows, MANY)
    divide_once([part_t.astype(np.int64), held_t.astype(np.int64)], MANY)


@exercise("8.1", weight=2)
@pytest.mark.parametrize(
    ("n", "rate", "right"),
    [(1, 0.3, 0), (1, 0.8, 1), (2, 0.4, 1), (5, 0.0, 0), (5, 1.0, 5)],
    ids=["one to train", "one to validate", "one of each", "rate 0", "rate 1"],
)
def test_parts_may_be_empty(
    student: Student, rng: Rng, n: int, rate: float, right: int
) -> None:
    """split: both parts have the right size, also where one of them is empty."""
    x, t = data(n, rng)

    part, part_t, held, held_t = divided(student, rng, x, t, rate)

    found = [len(part), len(part_t), len(held), len(held_t)]
    many = "1 example" if n == 1 else f"{n} examples"
    must = f"{many} at a rate of {rate} must give {n - right} to train and {right} to "
    must += f"validate, found {found[0]} and {found[2]}."
    from_the_end = right == 0 and found == [0, 0, n, n]
    require(not from_the_end, must, cause=FROM_THE_END if n > 1 else ONE_AT_LEAST)
    with narrowed(lambda: sizes_follow(student, rng)):
        require(found == [n - right, n - right, right, right], must)


@exercise("8.1", weight=2)
def test_four_arrays_in_their_order(student: Student, rng: Rng) -> None:
    """split: x_train, t_train, x_val, t_val are returned in this order."""
    x, t = data(MANY, rng)

    found = four(student.split(x.copy(), t.copy(), SHARE, seeded(rng)))

    parts = [
        f"{'x' if part.ndim > 1 else 't'}_{'train' if len(part) > MANY / 2 else 'val'}"
        for part in found
    ]
    in_this_order(parts, ["x_train", "t_train", "x_val", "t_val"])


@exercise("8.1")
@KINDS
def test_whole_examples(student: Student, rng: Rng, kind: str) -> None:
    """split: every image of x and every target of t keeps its shape."""
    x, t = images(11, rng, kind)

    part, part_t, held, held_t = divided(student, rng, x, t, THIRD)

    for each, whole, name in ((part, x, "x"), (held, x, "x"), (part_t, t, "t")):
        has_shape(each, (len(each), *whole.shape[1:]), f"a part of {name}")
    has_shape(held_t, (len(held_t), *t.shape[1:]), "a part of t")


@exercise("8.2", weight=3)
@KINDS
def test_pairs_stay_together(student: Student, rng: Rng, kind: str) -> None:
    """split: an example's x and t are at the same place of the same part.

    Two orders agree by chance with probability 1 / 3! in the part of 3 alone, and
    with 1 / 11! < 3e-8 in both parts.
    """
    x, t = images(11, rng, kind)

    part, part_t, held, held_t = divided(student, rng, x, t, THIRD)

    stay_together(*places_of(part, part_t, x, t), ("x_train", "t_train"))
    stay_together(*places_of(held, held_t, x, t), ("x_val", "t_val"))


@exercise("8.2", weight=2)
def test_validation_part_is_drawn(student: Student, rng: Rng) -> None:
    """split: the validation part is neither the first examples nor the last.

    A fair order does that with probability 2 / C(59, 12) < 2e-12.
    """
    places = numbered(MANY)

    _, part, _, held = divided(student, rng, *places, SHARE)

    chosen = set(held.tolist())
    must = "The validation part must be drawn from all examples."
    with narrowed(*mixing(part, held), lambda: is_drawn(student, rng)):
        require(chosen != set(range(len(held))), must, cause=FIRST)
        require(chosen != set(range(MANY - len(held), MANY)), must, cause=LAST)


@exercise("8.2", weight=2)
def test_both_parts_are_mixed(student: Student, rng: Rng) -> None:
    """split: the order is random within the training and the validation part.

    A fair order leaves a part of 12 sorted with probability 1 / 12! < 3e-9, and has 18
    or more pairs of neighbours with probability below 2^18 / 18! < 1e-10.
    """
    places = numbered(MANY)

    _, part, _, held = divided(student, rng, *places, SHARE)

    is_sorted = [bool((np.diff(each) > 0).all()) for each in (part, held)]
    beside = [int((np.abs(np.diff(each)) == 1).sum()) for each in (part, held)]
    pairs, is_mixed_one = sum(beside), min(beside) < NEIGHBOURS / 3
    must = f"Neighbours must be parted, found {pairs} pairs still side by side."
    if any(is_sorted) and not all(is_sorted) and is_mixed_one:
        name = "training" if is_sorted[0] else "validation"
        said = f"The {name} part must be in random order, too."
        require(0, said, cause=AS_GIVEN.format(name))
    with narrowed(*mixing(part, held)):
        require(not any(is_sorted), "Both parts must be in random order.")
        require(pairs < NEIGHBOURS, must)


def mixing(part: Any1d, held: Any1d) -> list[Callable[[], None]]:
    """Return what tells how examples were put in order, of both parts and of each."""
    orders = [(held, part), (part, held), (part,), (held,)]
    return [
        partial(is_mixed, np.concatenate(each).astype(np.int64), blocks=len(each) == 1)
        for each in orders
    ]


def is_drawn(student: Student, rng: Rng) -> None:
    """Refuse a validation part that is the same in every call."""
    places = numbered(MANY)

    def draw(shared: object) -> object:
        found = four(student.split(*places, SHARE, shared))
        return np.sort(next(each for each in found[::-1] if each.ndim == 1))

    goes_on(student, draw, rng, "split")


def sizes_follow(student: Student, rng: Rng) -> None:
    """Hold the sizes of many parts at once against what they must be."""
    counts = np.append(rng.integers(20, 90, size=12), [1, 1, 2, 3])
    rates = np.append(rng.uniform(0.1, 0.4, size=12), [0.3, 0.8, 0.2, 0.1])
    found = []
    for n, rate in zip(counts.tolist(), rates.tolist(), strict=True):
        places = numbered(n)
        parts = four(student.split(*places, rate, seeded(rng)))
        found.append([len(each) for each in parts if each.ndim == 1])
    train, held = np.transpose(found)
    names = {"N": counts, "rate": rates}
    it = "The size of the validation part"
    follows(held, "round(N * rate)", names, "the sizes of validation parts", it=it)
    names = {"N": counts[:12], "rate": rates[:12]}
    it, sizes = "The size of the training part", "the sizes of training parts"
    follows(train[:12], "N - round(N * rate)", names, sizes, it=it)


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


def places_of(
    part: Any1d, part_t: Any1d, x: Any1d, t: Any1d
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the place in the whole of every row of a part, by x and by t."""
    shaped = part.reshape(len(part), *x.shape[1:])
    rows = [np.flatnonzero((x == row).all(axis=(1, 2))) for row in shaped]
    require(all(row.size == 1 for row in rows), "each row must be one of x's, as it is")
    own = [np.flatnonzero([np.array_equal(each, row) for each in t]) for row in part_t]
    require(all(row.size for row in own), "each row must be one of t's, as it is")
    first = np.array([int(row[0]) for row in own], np.int64)
    return np.array([int(row[0]) for row in rows], np.int64), first
