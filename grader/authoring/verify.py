"""Prove a course: references full, stubs not started, every mistake caught, no leak.

A course that passes here gives every student the points their code deserves on
everything the author thought of. Each finding is one sentence for the author.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from grader.authoring import kills
from grader.authoring.candidates import Candidate, again_from, candidates_of
from grader.authoring.crew import Progress, perform_all
from grader.authoring.proofs import Evidence, Proof, proof_of
from grader.authoring.resume import Memory
from grader.authoring.stubs import Drift, stub_drift
from grader.authoring.tasks import Done, Task, tasks_of
from grader.errors import CourseError, UsageError
from grader.model import Course, Unit
from grader.reports.matrix import (
    KillMatrix,
    matrix_csv,
    matrix_html,
    render_matrix,
)
from grader.store import write_atomically

Report = Callable[[str], None]


class VerifySettings(msgspec.Struct, frozen=True):
    """How units are proved.

    Attributes:
        seeds: on how many seeds right solutions must get full marks.
        jobs: how many judges work side by side.
        fresh: whether to prove again what is known to be proved.
        matrix: the folder for tables of which check catches which mistake.
        timings: whether to say which checks take longest.
    """

    seeds: int = 1
    jobs: int = 1
    fresh: bool = False
    matrix: Path | None = None
    timings: bool = False


def verify_units(
    course: Course,
    units: Sequence[Unit],
    report: Report,
    settings: VerifySettings,
    progress: Progress = lambda _done, _total: None,
) -> bool:
    """Prove units, and say whether all are proved.

    What is proved is remembered unit by unit, so that an interrupted proof goes
    on where it stopped.

    Args:
        course: the course, with its `solutions/`.
        units: those to prove.
        report: called with each line for the author, unit by unit.
        settings: how to prove them.
        progress: called with how many gradings are done, and of how many.

    Raises:
        CourseError: a unit's teacher's files are not there.
        UsageError: the tables cannot be written.
    """
    for unit in units:
        _require_solutions(unit)
    proofs = []
    for proof, last in _known_or_made(course, units, settings, progress):
        _say(proof, last, report, settings)
        proofs.append(proof)
    if len(proofs) > 1:
        report(_total(proofs))
    return not any(proof.findings for proof in proofs)


def _known_or_made(
    course: Course,
    units: Sequence[Unit],
    settings: VerifySettings,
    progress: Progress,
) -> Iterator[tuple[Proof, str]]:
    """Yield the proof of each unit, and what there is to say of it at last."""
    memory = Memory(course, fresh=settings.fresh)
    known = {unit.id: memory.recall(unit, settings.seeds) for unit in units}
    waiting = [unit for unit in units if known[unit.id] is None]
    made = _proofs(course, waiting, settings, memory, progress)
    for unit in units:
        proof = known[unit.id]
        if proof is not None:
            yield proof, "proved before; --fresh proves it again."
            continue
        proof = next(made)
        # Before a word is said: whoever reads it may press Ctrl-C.
        yield proof, memory.remember(unit, settings.seeds, proof)


def _total(proofs: Sequence[Proof]) -> str:
    return (
        f"{len(proofs)} units, {sum(not proof.findings for proof in proofs)} proved: "
        f"{sum(proof.gradings for proof in proofs)} gradings of right solutions, "
        f"{sum(proof.false_alarms for proof in proofs)} false alarms."
    )


def _proofs(
    course: Course,
    units: Sequence[Unit],
    settings: VerifySettings,
    memory: Memory,
    progress: Progress,
) -> Iterator[Proof]:
    if not units:
        return
    drifts: list[Drift] = stub_drift(course)
    plans = [_plan(course, unit, settings.seeds) for unit in units]
    tasks = [task for plan in plans for task in plan]
    done = _done(course, tasks, settings, memory, progress)
    for unit, plan in zip(units, plans, strict=True):
        found = list(itertools.islice(done, len(plan)))
        candidates = _candidates(unit)
        evidence = Evidence(candidates, found, drifts, settings.seeds)
        yield proof_of(course, unit, evidence)


def _done(
    course: Course,
    tasks: Sequence[Task],
    settings: VerifySettings,
    memory: Memory,
    progress: Progress,
) -> Iterator[Done]:
    """Yield what each task found, now or before."""
    known = {
        place: done
        for place, task in enumerate(tasks)
        if (done := memory.recall_part(task)) is not None
    }
    waiting = [task for place, task in enumerate(tasks) if place not in known]
    performed = perform_all(course, waiting, settings.jobs, progress)
    for place, task in enumerate(tasks):
        if place in known:
            yield known[place]
            continue
        done = next(performed)
        memory.remember_part(task, done)
        yield done


def _plan(course: Course, unit: Unit, seeds: int) -> list[Task]:
    candidates = _candidates(unit)
    return tasks_of(unit, candidates, again_from(candidates, course.seed, seeds))


def _say(proof: Proof, last: str, report: Report, settings: VerifySettings) -> None:
    for line in (*proof.findings, *proof.summary):
        report(f"{proof.unit}: {line}")
    if settings.timings:
        report(f"{proof.unit}: {kills.slowest(proof.matrix)}")
    if settings.matrix is not None:
        _write(settings.matrix, proof.matrix)
        report(render_matrix(proof.matrix))
    if last:
        report(f"{proof.unit}: {last}")


def _write(folder: Path, matrix: KillMatrix) -> None:
    pages = {"csv": matrix_csv(matrix), "html": matrix_html(matrix)}
    for kind, text in pages.items():
        path = folder / f"{matrix.unit}.{kind}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_atomically(path, text.encode())
        except OSError as error:
            msg = (
                f"cannot write {path}: {error.strerror}; name another folder with "
                "--matrix."
            )
            raise UsageError(msg) from error


def _candidates(unit: Unit) -> list[Candidate]:
    assert unit.hidden is not None  # noqa: S101 - `_require_solutions` saw to it
    return list(candidates_of(unit, unit.hidden))


def _require_solutions(unit: Unit) -> None:
    if unit.hidden is None:
        msg = (
            f"{unit.id}: expected solutions/{unit.id} with the reference, the hidden "
            "suite and the mistakes, found no such folder; prove the course where "
            "its solutions are."
        )
        raise CourseError(msg)
