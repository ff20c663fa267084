"""Collected tests as checks: what each one is, known before the run."""

import inspect
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
import pytest

from grader.catalog import suite_files
from grader.errors import CourseError
from grader.model import Check, Exercise, Unit, Visibility


class Item(msgspec.Struct, frozen=True):
    """One check with the test that performs it.

    Attributes:
        test: the pytest item.
        unit: the unit it belongs to.
        exercise: the exercise it judges.
        check: its public description.
    """

    test: pytest.Function
    unit: Unit
    exercise: Exercise
    check: Check


def suites(
    units: Iterable[Unit], visibilities: Sequence[Visibility]
) -> dict[Path, tuple[Unit, Visibility]]:
    """Return the suite files to collect.

    Raises:
        CourseError: a unit has no suite of a wanted kind.
    """
    found = {}
    for unit in units:
        name = f"test_{unit.module}"
        places = {Visibility.OPEN: unit.folder, Visibility.HIDDEN: unit.hidden}
        for visibility in visibilities:
            folder = places[visibility]
            if folder is None:
                msg = (
                    f"{unit.id} has no folder in solutions/: the hidden suite is the "
                    f"teacher's; run the open checks with `grader check {unit.id}`."
                )
                raise CourseError(msg)
            if not (folder / name).is_file():
                msg = (
                    f"{folder / name}: expected the {visibility} suite of {unit.id}, "
                    "found no such file; write it, or take the unit out of course.toml."
                )
                raise CourseError(msg)
            for path in suite_files(folder, unit.module):
                found[path.resolve()] = (unit, visibility)
    return found


def describe(test: pytest.Item, unit: Unit, visibility: Visibility) -> Item:
    """Return the check that a collected test is.

    Raises:
        CourseError: it is not marked with an exercise of its unit, or has no title.
    """
    where = f"{test.path.name}: {test.name}"
    mark = test.get_closest_marker("exercise")
    if mark is None or not isinstance(test, pytest.Function):
        msg = f"{where} judges no exercise; mark it with @exercise(...)."
        raise CourseError(msg)
    try:
        exercise = unit.exercise(mark.args[0])
    except KeyError:
        msg = (
            f"{where} judges exercise {mark.args[0]!r}, which {unit.id}/unit.toml "
            "does not list."
        )
        raise CourseError(msg) from None
    title = inspect.cleandoc(test.obj.__doc__ or "").split("\n", 1)[0]
    if not title:
        msg = f"{where} has no docstring; its first line is the title a student reads."
        raise CourseError(msg)
    if hasattr(test, "callspec"):
        # pytest joins the ids of several parameters by a hyphen, which ids hold, too.
        ids = getattr(test.callspec, "_idlist", None) or [test.callspec.id]
        title = f"{title.removesuffix('.')} ({', '.join(map(str, ids))})."
    name = test.name.removeprefix("test_")
    check = Check(name, exercise.id, visibility, mark.kwargs.get("weight", 1), title)
    return Item(test, unit, exercise, check)


def in_order(items: Iterable[Item]) -> list[Item]:
    """Sort by unit, exercise, open before hidden; otherwise as written.

    Raises:
        CourseError: two checks of a unit have one name.
    """
    places = {}
    seen: set[tuple[str, str]] = set()
    listed = list(items)
    for item in listed:
        places[item.unit.id, item.exercise.id] = item.unit.exercises.index(
            item.exercise
        )
        key = (item.unit.id, item.check.id)
        if key in seen:
            msg = (
                f"{item.unit.id}: two checks are named {item.check.id!r}; a check's "
                "name must be its own within the unit."
            )
            raise CourseError(msg)
        seen.add(key)
    units = list(dict.fromkeys(item.unit.id for item in listed))
    return sorted(
        listed,
        key=lambda item: (
            units.index(item.unit.id),
            places[item.unit.id, item.exercise.id],
            item.check.visibility is Visibility.HIDDEN,
        ),
    )
