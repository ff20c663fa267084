"""Checks of how an object is made: defaults, a setting of 0, settings by place.

`run` makes an object with the settings that it is called with, uses it, and returns
what comes out; each check compares two ways to make the same object.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from grader.checks.conventions import OUTSIDE, convention
from grader.checks.values import close
from grader.errors import CheckFailed, Finding, StudentException
from grader.sandbox.handles import Handle, settle

Array = NDArray[np.floating]
NEARLY = 1e-200  # a rate that differs from 0 in no digit of a result


class Run(Protocol):
    """Makes an object with these settings and returns what comes out of it."""

    def __call__(self, *args: float, **kwargs: float) -> Array:
        """Return an array of finite numbers."""


def has_default(run: Run, name: str, value: float) -> None:
    """Check that a setting that is not given is `value`.

    Args:
        run: as above; whatever else the object needs is its own business.
        name: the setting's name.
        value: what it must be where it is left out.

    Raises:
        CheckFailed: leaving it out gives something else.
    """
    said = f"Where {name} is not given, it must be {value:g}."
    right, found = run(**{name: value}), run()
    with _cause(f"default:{name}", said, lambda: run(**{name: value}), right):
        close(found, right, f"what comes out where no {name} is given")


def takes_zero(run: Run, name: str, nearly: float = NEARLY) -> None:
    """Check that a setting of 0 is 0, and not taken for one that is missing.

    Args:
        run: as above.
        name: the setting's name.
        nearly: a number that makes the same difference as 0.

    Raises:
        CheckFailed: 0 gives something else than a number next to it.
    """
    said = (
        f"{name} = 0 does not arrive, as in `{name} or ...`, which takes 0 for a "
        "missing number: use the number that is given."
    )
    right, found = run(**{name: nearly}), run(**{name: 0.0})
    with _cause(f"zero:{name}", said, lambda: run(**{name: nearly}), right):
        close(found, right, f"what comes out where {name} is 0")


def makes_a_difference(
    run: Run, name: str, values: tuple[float, float], what: str
) -> None:
    """Check that a setting makes a difference.

    Args:
        run: as above.
        name: the setting's name.
        values: two numbers that must not give the same.
        what: comes out, for the message: "b".

    Raises:
        CheckFailed: both give the same.
    """
    first, second = (run(**{name: value}) for value in values)
    if np.array_equal(first, second):
        msg = f"{what} must depend on {name}, found the same for two of them."
        said = f"{name} makes no difference to {what}: use it there as well."
        raise CheckFailed(msg, (Finding(f"ignored:{name}:{what}", said),))


def takes_by_place(run: Run, settings: Mapping[str, float]) -> None:
    """Check that settings may be given by place, in this order.

    Args:
        run: as above.
        settings: all of them in their order; no two of them alike.

    Raises:
        CheckFailed: by place they do something else than by name.
    """
    said = (
        f"By place the settings are {', '.join(settings)}, in this order: leave the "
        "parameters of `__init__` as they are."
    )
    right, found = run(**settings), run(*settings.values())
    with _cause("settings:order", said, lambda: run(**settings), right):
        close(found, right, "what comes out where settings are given by place")


@contextmanager
def _cause(
    code: str, said: str, again: Callable[[], Array], right: Array
) -> Iterator[None]:
    """Name the cause of a comparison that fails, if its measure comes out again.

    Args:
        code: of the cause.
        said: the sentence for the student.
        again: makes and uses an object as for `right`.
        right: what another object is held against.
    """
    try:
        with convention(code, said):
            yield
    except CheckFailed as failed:
        if np.array_equal(again(), right, equal_nan=True):
            raise
        with convention("outside", OUTSIDE):
            raise CheckFailed(failed.symptom, about=failed.about) from failed


def accepted(make: Callable[[], Handle], value: float) -> Handle:
    """Return an object once its constructor has taken a legal setting.

    Args:
        make: makes the object, with this setting.
        value: the setting.

    Raises:
        CheckFailed: it raises a ValueError.
    """
    made = make()
    try:
        settle(made)
    except StudentException as error:
        if "ValueError" not in error.kinds:
            raise
        msg = f"{value} is legal here, found that it raises {error.kind}"
        said = f"{value} is refused, and is legal: look at the limits of the test, and "
        said += "at which of them belong to the range."
        raise CheckFailed(msg, (Finding(f"refused:{value}", said),)) from error
    return made
