"""Judges side by side say what one of them alone would say."""

import os
from pathlib import Path
from typing import Any

import pytest

from grader.authoring.candidates import REFERENCE, Candidate
from grader.authoring.crew import perform_all
from grader.authoring.tasks import Act, Task
from grader.catalog import load_course
from grader.errors import GraderFault
from tests.authoring.proving import MINICOURSE, UNIT

SOURCE = (MINICOURSE / "solutions" / UNIT / "scale.py").read_text(encoding="utf-8")
RIGHT = Candidate(REFERENCE, SOURCE)
WRONG = Candidate(REFERENCE, SOURCE.replace(".sum(axis=0)", ".mean(axis=0)"))
TASKS = [
    Task(UNIT, Act.AGAIN, ((RIGHT, 1), (RIGHT, 2))),
    Task(UNIT, Act.AGAIN, ((WRONG, 3),)),
    Task(UNIT, Act.AGAIN, ((RIGHT, 4),)),
]


class Deadly:
    """Ends the process that unpacks it."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        """Say how to make it again."""
        return os._exit, (1,)


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_found_comes_in_the_order_of_the_tasks(jobs: int) -> None:
    """A false alarm names its solution and its seed; every grading is counted."""
    told: list[tuple[int, int]] = []
    course = load_course(Path(MINICOURSE))

    found = list(
        perform_all(course, TASKS, jobs, lambda done, total: told.append((done, total)))
    )

    assert [one.gradings for one in found] == [2, 1, 1]
    assert [len(one.alarms) for one in found] == [0, 2, 0]
    assert found[1].alarms[0] == (
        "reference, seed 3: a right solution loses points on 1.2: small_gradient "
        '(open): grads["gamma"] disagrees with a numerical derivative of your own '
        "forward pass."
    )
    assert (len(told), told[-1]) == (3, (4, 4))


def test_a_judge_that_dies_is_no_verdict() -> None:
    """The author is told to try again, and not that the course is proved."""
    dying: Any = Deadly()

    with pytest.raises(GraderFault) as caught:
        list(perform_all(dying, TASKS, 2, lambda _done, _total: None))

    assert str(caught.value) == (
        "a judge's process ended while it proved a unit; run it again."
    )
