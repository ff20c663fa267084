"""Hidden checks of unit 5: how many numbers go into a unit, and come out."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    follows,
    in_turn,
    require,
    told_by,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Shape = tuple[int, ...]
EXCHANGED_MATRIX = "fan_in and fan_out are exchanged: D of (D, M) is what comes in."


@exercise("5.1")
def test_fan_of_any_matrix(student: Student, rng: Rng) -> None:
    """fan((D, M)) gives D for fan_in and M for fan_out."""
    d, m = rng.integers(2, 100, size=(2, 7))

    found = [pair(each) for each in all_fans(student, np.transpose([d, m]))]

    fan_in, fan_out = np.transpose(found)
    clues = Clues(suspects={"fan:exchanged": (EXCHANGED_MATRIX, m)})
    follows(fan_in, "D", {"D": d, "M": m}, "fan_in of 7 matrices", clues=clues)
    follows(fan_out, "M", {"D": d, "M": m}, "fan_out of 7 matrices")


@exercise("5.1", weight=2)
@pytest.mark.parametrize("k", [(1, 1), (2, 5), (7, 3)], ids="window {}".format)
def test_fan_of_any_filters(student: Student, rng: Rng, k: tuple[int, int]) -> None:
    """fan((F, C, kh, kw)) gives C kh kw and F kh kw."""
    f, c = (int(n) for n in 2 + 2 * rng.choice(20, 2, replace=False))

    found = student.fan((f, c, *k))

    right = [c * k[0] * k[1], f * k[0] * k[1]]
    clues = Clues(suspects=wrong_fans(f, c, k))
    close(pair(found), right, "the fans of filters", clues=clues)


@exercise("5.1", weight=2)
def test_fans_of_many_filters(student: Student, rng: Rng) -> None:
    """fan(shape) is right for many shapes of filters."""
    shapes = rng.integers(2, 30, size=(7, 4))

    found = [pair(each) for each in all_fans(student, shapes)]

    parts = dict(zip(("F", "C", "kh", "kw"), shapes.T, strict=True))
    fan_in, fan_out = np.transpose(found)
    with told_by(fan_out, "F * (kh * kw)", parts, name="fan_out"):
        follows(fan_in, "C * (kh * kw)", parts, "fan_in of 7 filters")
    follows(fan_out, "F * (kh * kw)", parts, "fan_out of 7 filters")


@exercise("5.1")
@pytest.mark.parametrize(
    ("shape", "right"),
    [
        ((1, 6), [1, 6]),
        ((6, 1), [6, 1]),
        ((5, 1, 1, 4), [4, 20]),
        ((1, 6, 1, 1), [6, 1]),
    ],
    ids=["(1, 6)", "(6, 1)", "(5, 1, 1, 4)", "(1, 6, 1, 1)"],
)
def test_fan_of_narrow_shapes(student: Student, shape: Shape, right: list[int]) -> None:
    """fan(shape) treats an axis of length 1 like any other."""
    found = student.fan(shape)

    close(pair(found), right, "the fans")


def wrong_fans(f: int, c: int, k: tuple[int, int]) -> dict[str, tuple[str, list[int]]]:
    """Return what fan may give for filters in place of what it must."""
    places = k[0] * k[1]
    suspects = {
        "fan:as-matrix": (
            "Filters are taken for a matrix: their first axis is what comes out.",
            [f, c],
        ),
        "fan:rows": (
            "fan_in is the first axis and fan_out all others: F is what goes out.",
            [f, c * places],
        ),
        "fan:both": (
            "fan_out counts the channels as well: one input lies in one channel.",
            [c * places, f * c * places],
        ),
        "fan:added": (
            "kh and kw are added: a filter has kh times kw places.",
            [c * sum(k), f * sum(k)],
        ),
    }
    return suspects if places > 1 else {}


def all_fans(student: Student, shapes: NDArray[np.integer]) -> list[object]:
    """Return what fan gives for each shape."""
    return in_turn(student.fan, each=[(tuple(each),) for each in shapes.tolist()])


def pair(found: object) -> Array:
    """Return two numbers that fan gave; 5.10 judges what kind they are."""
    row = found.tolist() if isinstance(found, np.ndarray) else found
    parts, kinds = (
        row if isinstance(row, (tuple, list)) else [],
        (int, float, np.number),
    )
    is_pair = len(parts) == 2 and all(isinstance(part, kinds) for part in parts)
    require(is_pair, "fan must return two numbers, fan_in and fan_out")
    return np.asarray(found, np.float64)
