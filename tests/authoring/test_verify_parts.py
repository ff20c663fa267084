"""A proof on many seeds goes on within a unit, where it was stopped."""

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.authoring.proofs import Proof
from grader.authoring.resume import Memory
from grader.authoring.tasks import Act, Done, Task, perform
from grader.catalog import load_course
from grader.model import Course
from grader.reports.matrix import KillMatrix
from tests.authoring.test_verify_resume import (
    FIRST,
    SECOND,
    Author,
    grader_of_today,
    prove,
    root,
)

PROOF = Proof(FIRST, (), (), 8, 0, KillMatrix(FIRST, (), ()))
__all__ = ["grader_of_today", "root"]


def test_a_long_proof_goes_on_within_a_unit(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a thousand seeds a unit takes an hour, and Ctrl-C comes in the middle."""
    monkeypatch.setattr("grader.authoring.tasks.AT_ONCE", 2)
    performed: list[Task] = []

    def performing(course: Course, task: Task) -> Done:
        performed.append(task)
        if len(again(performed)) == 3:
            raise KeyboardInterrupt
        return perform(course, task)

    def again(tasks: list[Task]) -> list[Task]:
        return [task for task in tasks if task.act is Act.AGAIN]

    monkeypatch.setattr("grader.authoring.crew.perform", performing)
    with pytest.raises(KeyboardInterrupt):
        prove(root, Author(), seeds=5)
    first = performed.copy()
    performed.clear()
    monkeypatch.setattr("grader.authoring.crew.perform", counting(performed))

    assert prove(root, author := Author(), seeds=5)

    assert len(again(first)) == 3
    assert again(performed)[0] == again(first)[-1]
    assert (
        "10 gradings of right solutions from 5 seeds: 0 false alarms."
        in (author.lines[0])
    )


def counting(performed: list[Task]) -> Callable[[Course, Task], Done]:
    """Return what performs a task and notes it."""

    def performing(course: Course, task: Task) -> Done:
        performed.append(task)
        return perform(course, task)

    return performing


def test_a_part_with_a_false_alarm_is_made_again(root: Path) -> None:
    """So is one of a unit whose files changed."""
    course = load_course(root)
    memory = Memory(course)
    task = Task(FIRST, Act.AGAIN, ())

    memory.remember_part(task, Done(alarms=("reference, seed 1: wrong.",)))
    assert Memory(course).recall_part(task) is None

    memory.remember_part(task, Done(gradings=7))
    assert Memory(course).recall_part(task) == Done(gradings=7)
    assert Memory(course, fresh=True).recall_part(task) is None

    with (root / "solutions" / FIRST / "test_scale.py").open("a") as file:
        file.write("\n")
    assert Memory(load_course(root)).recall_part(task) is None


def test_a_note_that_was_cut_off_is_not_read(root: Path) -> None:
    """The machine may have stopped in the middle of a line."""
    course = load_course(root)
    memory = Memory(course)
    tasks = [Task(FIRST, Act.AGAIN, ()), Task(SECOND, Act.AGAIN, ())]
    for task in tasks:
        memory.remember_part(task, Done(gradings=7))
    path = root / ".grader" / "verify-parts.jsonl"
    path.write_bytes(path.read_bytes()[:-9])

    recalled = [Memory(course).recall_part(task) for task in tasks]

    assert recalled == [Done(gradings=7), None]
    Memory(course).remember_part(tasks[1], Done(gradings=8))
    assert Memory(course).recall_part(tasks[1]) == Done(gradings=8)


def test_parts_of_what_is_proved_are_dropped(root: Path) -> None:
    """So are those of files that have changed; what is half done stays."""
    course = load_course(root)
    memory = Memory(course)
    tasks = [Task(FIRST, Act.AGAIN, ()), Task(SECOND, Act.AGAIN, ())]
    for task in tasks:
        memory.remember_part(task, Done(gradings=7))
    changed = root / "solutions" / SECOND / "test_rescale.py"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    memory = Memory(course := load_course(root))
    memory.remember_part(tasks[1], Done(gradings=8))
    first = next(unit for unit in course.units if unit.id == FIRST)

    memory.remember(first, 1, PROOF)

    recalled = [Memory(course).recall_part(task) for task in tasks]
    assert recalled == [None, Done(gradings=8)]
    lines = (root / ".grader" / "verify-parts.jsonl").read_bytes().splitlines()
    assert 1 == len(lines)
