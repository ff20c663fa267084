"""Two units, their checks, and a right solution's verdicts."""

from pathlib import Path

import pytest

from grader.model import (
    Check,
    Course,
    Exercise,
    Limits,
    Outcome,
    Unit,
    Verdict,
    Visibility,
)


def make_unit(number: int, points: tuple[int, ...], weight: int) -> Unit:
    """Return a unit whose exercises are worth these points."""
    exercises = tuple(
        Exercise(
            id=f"{number}.{count}",
            name=f"f{count}",
            points=worth,
            minutes=10,
            difficulty=1,
            hints=("Draw.",),
        )
        for count, worth in enumerate(points, start=1)
    )
    return Unit(
        id=f"u0{number}_x",
        title=f"Unit {number}",
        paper="",
        module=f"x{number}.py",
        exercises=exercises,
        limits=Limits(),
        weight=weight,
        folder=Path("assignments"),
        hidden=None,
    )


@pytest.fixture
def units() -> tuple[Unit, ...]:
    """Unit 2 with weight 1 and unit 6 with weight 3."""
    return (make_unit(2, (100,), 1), make_unit(6, (60, 40), 3))


@pytest.fixture
def course(units: tuple[Unit, ...]) -> Course:
    """A course of both units, whose open checks carry two fifths."""
    return Course("Title", 7, 0.4, units, Path(), "digest")


@pytest.fixture
def expected() -> dict[str, list[Check]]:
    """For each exercise one open check, and hidden ones of weight 1 and 2."""
    opened, hidden = Visibility.OPEN, Visibility.HIDDEN
    return {
        "u02_x": [
            Check("a", "2.1", opened, 1, "A."),
            Check("b", "2.1", hidden, 1, "B."),
        ],
        "u06_x": [
            Check("a", "6.1", opened, 1, "A."),
            Check("a", "6.1", hidden, 1, "A hidden."),
            Check("b", "6.1", hidden, 2, "B."),
            Check("c", "6.2", opened, 1, "C."),
            Check("d", "6.2", hidden, 1, "D."),
        ],
    }


@pytest.fixture
def passed(expected: dict[str, list[Check]]) -> dict[str, list[Verdict]]:
    """The verdicts of a right solution."""
    return {
        unit: [
            Verdict(check.id, check.visibility, Outcome.PASSED, duration_s=0.5)
            for check in checks
        ]
        for unit, checks in expected.items()
    }
