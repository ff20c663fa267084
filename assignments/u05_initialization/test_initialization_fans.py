"""Open checks of unit 5: how many numbers come in, and how many go out."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, require

Array = NDArray[np.float64]
Rng = np.random.Generator
EXCHANGED = "fan_in and fan_out are exchanged: look at which axis is what comes in."
OF_A_MATRIX = f"{EXCHANGED[:-1]}, or whether a matrix comes to the line for filters."
WINDOW_FIRST = (
    "Filters are read as (kh, kw, C, F): here the shape is (F, C, kh, kw), and the "
    "window comes last."
)
NO_RETURN = "None comes back: is a return missing?"
WRONG_FANS = {  # of the filters in handout section 2
    "fan:window-first": (WINDOW_FIRST, [24, 40]),
    "fan:exchanged": (EXCHANGED, [60, 30]),
    "fan:no-kernel": (
        "The size of the filter is left out: each of its places takes part.",
        [2, 4],
    ),
    "fan:both": (
        "fan_out counts the channels as well: one input lies in one channel.",
        [30, 120],
    ),
    "fan:one-side": (
        "Each fan counts one side of the window only: it has kh times kw places.",
        [6, 20],
    ),
    "fan:out-no-kernel": ("fan_out lacks the places of the window.", [30, 4]),
    "fan:in-no-kernel": ("fan_in lacks the places of the window.", [2, 60]),
    "fan:added": (
        "kh and kw are added: a window has kh times kw places.",
        [16, 32],
    ),
    "fan:square": ("The window is taken for a square of kh by kh.", [18, 36]),
    "fan:square-kw": ("The window is taken for a square of kw by kw.", [50, 100]),
    "fan:no-channels": ("fan_in lacks the channels.", [15, 60]),
    "fan:no-filters": ("fan_out lacks the filters.", [30, 15]),
    "fan:neither": (
        "fan_in lacks the channels, and fan_out the filters.",
        [15, 15],
    ),
    "fan:rest": (
        "The first axis is taken for what comes in: the first two are F and C.",
        [4, 30],
    ),
    "fan:as-matrix": (
        "Filters are taken for a matrix: their first axis is what comes out.",
        [4, 2],
    ),
}


@exercise("5.1")
def test_fan_of_a_matrix(student: Student) -> None:
    """fan((3, 5)) gives 3 for fan_in and 5 for fan_out."""
    found = student.fan((3, 5))

    clues = Clues(suspects={"fan:exchanged": (OF_A_MATRIX, [5, 3])})
    close(pair(found), [3, 5], "the fans", clues=clues)


@exercise("5.1")
def test_fan_of_filters(student: Student) -> None:
    """fan((4, 2, 3, 5)) gives the two fans of handout section 2."""
    found = student.fan((4, 2, 3, 5))

    clues = Clues(suspects=WRONG_FANS)
    close(pair(found), [30, 60], "the fans", clues=clues)


@exercise("5.1")
def test_fan_of_drawn_filters(student: Student, rng: Rng) -> None:
    """fan(shape) of filters counts every place of the window in both fans."""
    f, c, kh, kw = (int(n) for n in rng.integers(2, 9, size=4))

    found = student.fan((f, c, kh, kw))

    close(pair(found), [c * kh * kw, f * kh * kw], "the fans")


def pair(found: object) -> Array:
    """Return two numbers that fan gave."""
    must = "fan must return two numbers, fan_in and fan_out"
    require(found is not None, f"{must}; found None.", cause=NO_RETURN)
    parts = list(found) if isinstance(found, (tuple, list)) else []
    if isinstance(found, np.ndarray) and found.ndim == 1:
        parts = list(found)
    are_numbers = all(is_number(part) for part in parts)
    must += f"; found {len(parts)}." if parts and len(parts) != 2 else "."
    require(len(parts) == 2 and are_numbers, must)
    return np.asarray(found, np.float64)


def is_number(part: object) -> bool:
    """Whether a part of what fan gave is one number."""
    is_single = isinstance(part, np.ndarray) and part.ndim == 0
    return is_single or isinstance(part, (int, float, np.number))
