"""Prove a course: references full, stubs not started, every mistake caught, no leak.

A course that passes here gives every student the points their code deserves on
everything the author thought of. Each finding is one sentence for the author.
"""

import functools
import hashlib
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec

from grader.authoring.candidates import (
    REFERENCE,
    STUB,
    Candidate,
    again_from,
    candidates_of,
)
from grader.authoring.files import file_findings
from grader.authoring.leaks import Leaks
from grader.authoring.stubs import stub_drift
from grader.catalog.mistakes import Mistake
from grader.errors import CourseError
from grader.judge import JudgeSettings, grade_all
from grader.model import (
    Course,
    Outcome,
    Score,
    ScoredExercise,
    ScoredUnit,
    SourceFile,
    Submission,
    Unit,
    Visibility,
)

Report = Callable[[str], None]


class Proof(msgspec.Struct, frozen=True):
    """What was found about one unit.

    Attributes:
        unit: the unit's id.
        findings: what its author must look at; none means proved.
        summary: one line of counts.
    """

    unit: str
    findings: tuple[str, ...]
    summary: str


def verify_units(
    course: Course,
    units: Sequence[Unit],
    report: Report,
    *,
    seeds: int = 1,
    jobs: int = 1,
) -> bool:
    """Prove units, and say whether all are proved.

    Args:
        course: the course, with its `solutions/`.
        units: those to prove.
        report: called with each line for the author, unit by unit.
        seeds: on how many seeds right solutions must get full marks.
        jobs: how many units to prove at the same time.
    """
    proved = True
    for unit, proof in zip(units, _proofs(course, units, seeds, jobs), strict=True):
        for finding in proof.findings:
            report(f"{unit.id}: {finding}")
        report(f"{unit.id}: {proof.summary}")
        proved = proved and not proof.findings
    return proved


def _proofs(
    course: Course, units: Sequence[Unit], seeds: int, jobs: int
) -> Iterator[Proof]:
    act = functools.partial(prove, course, seeds=seeds)
    if min(jobs, len(units)) <= 1:
        yield from map(act, units)
        return
    context = multiprocessing.get_context("spawn")  # a judge is never forked
    with ProcessPoolExecutor(min(jobs, len(units)), mp_context=context) as pool:
        yield from pool.map(act, units)


def prove(course: Course, unit: Unit, *, seeds: int = 1) -> Proof:
    """Return what grading every known solution of a unit shows."""
    if unit.hidden is None:
        msg = (
            f"{unit.id}: expected solutions/{unit.id} with the reference, the hidden "
            "suite and the mistakes, found no such folder; prove the course where "
            "its solutions are."
        )
        raise CourseError(msg)
    findings = [
        f"{_relative(drift.path, course)}: the stub is not the one that is cut from "
        "the reference; run `grader stubs`."
        for drift in stub_drift(course)
        if Path(drift.path).parent.name == unit.id
    ]
    candidates = list(candidates_of(unit, unit.hidden))
    scores = _grade(course, unit, candidates, JudgeSettings(tracebacks=True))
    findings += file_findings(unit, scores[REFERENCE].units[0])
    leaks = Leaks(course, unit)
    for candidate in candidates:
        score = scores[candidate.name]
        findings += _findings(candidate, score)
        findings += leaks.findings(score, candidate.source)
    again = again_from(candidates, course.seed, seeds)
    alarms = list(_false_alarms(course, unit, again))
    gradings = len(again) + sum(candidate.is_right for candidate in candidates)
    counted = (
        f"{gradings} gradings of right solutions, {seeds} seeds: {len(alarms)} false "
        "alarms."
    )
    summary = f"{_summary(scores, candidates)} {counted}"
    return Proof(unit.id, (*findings, *alarms), summary)


def _relative(path: str | Path, course: Course) -> str:
    return Path(path).relative_to(course.root).as_posix()


def _grade(
    course: Course, unit: Unit, candidates: Sequence[Candidate], settings: JudgeSettings
) -> dict[str, Score]:
    scores: dict[str, Score] = {}

    def keep(score: Score) -> None:
        scores[score.submission.id] = score

    submissions = (_submission(unit, candidate) for candidate in candidates)
    grade_all(course, [unit], submissions, keep, settings)
    return scores


def _submission(unit: Unit, candidate: Candidate) -> Submission:
    source = candidate.source.encode()
    digest = hashlib.sha256(source).hexdigest()
    files = (SourceFile(unit.module, digest),)
    return Submission(candidate.name, {unit.id: source}, files, ())


def _findings(candidate: Candidate, score: Score) -> Iterator[str]:
    unit = score.units[0]
    for exercise, line in _lost(unit, only=Outcome.NOT_GRADED):
        yield f"{candidate.name}: the suite itself fails on {exercise}: {line}"
    if candidate.mistake is not None:
        yield from _mistake_findings(candidate.name, candidate.mistake, unit)
    elif candidate.name == STUB:
        yield from _stub_findings(unit)
    elif candidate.is_right and score.score != score.max_score:
        for exercise, line in _lost(unit):
            yield (
                f"{candidate.name}: a right solution loses points on {exercise}: {line}"
            )


def _mistake_findings(name: str, mistake: Mistake, unit: ScoredUnit) -> Iterator[str]:
    exercises = {exercise.id: exercise for exercise in unit.exercises}
    judged = exercises.get(mistake.exercise)
    if judged is None:
        yield (
            f"{name}: EXERCISE = {mistake.exercise!r} is not an exercise of {unit.id}."
        )
    elif judged.score == judged.max_score:
        others = [e.id for e in unit.exercises if e.score < e.max_score]
        caught = (
            f"only {', '.join(others)} loses points" if others else "no check sees it"
        )
        yield (
            f"{name}: not caught by exercise {mistake.exercise}, which it names; "
            f"{caught}."
        )


def _stub_findings(unit: ScoredUnit) -> Iterator[str]:
    for exercise in unit.exercises:
        if exercise.score or exercise.outcome is not Outcome.NOT_STARTED:
            state = exercise.outcome.value.replace("_", " ")
            yield (
                f"stub: exercise {exercise.id} is {state} with {exercise.score:g} "
                "points; an untouched stub must be not started with 0."
            )


def _lost(unit: ScoredUnit, only: Outcome | None = None) -> Iterator[tuple[str, str]]:
    for exercise in unit.exercises:
        for check in exercise.checks:
            if check.outcome is (only or check.outcome) is not Outcome.PASSED:
                first = check.message.split("\n", 1)[0]
                yield exercise.id, f"{check.id} ({check.visibility}): {first}"


def _false_alarms(
    course: Course, unit: Unit, again: Sequence[tuple[Candidate, int]]
) -> Iterator[str]:
    """Grade right solutions again, each from its seed, in one judge."""
    named = [
        (
            msgspec.structs.replace(candidate, name=f"{candidate.name}, seed {seed}"),
            seed,
        )
        for candidate, seed in again
    ]
    if named:
        settings = JudgeSettings(
            seeds={candidate.name: seed for candidate, seed in named}
        )
        scores = _grade(course, unit, [candidate for candidate, _ in named], settings)
        for name, score in scores.items():
            for exercise, line in _lost(score.units[0]):
                yield f"{name}: a right solution loses points on {exercise}: {line}"


def _summary(scores: dict[str, Score], candidates: Sequence[Candidate]) -> str:
    unit = scores[REFERENCE].units[0]
    checks = [check for exercise in unit.exercises for check in exercise.checks]
    hidden = sum(check.visibility is Visibility.HIDDEN for check in checks)
    mistakes = [c for c in candidates if c.mistake is not None]
    caught = sum(_is_caught(c, scores[c.name].units[0]) for c in mistakes)
    alternatives = [c.name for c in candidates if c.name.startswith("alternatives/")]
    full = sum(scores[name].score == scores[name].max_score for name in alternatives)
    return (
        f"{len(unit.exercises)} exercises, {len(checks) - hidden} open and {hidden} "
        f"hidden checks; reference {scores[REFERENCE].score:g}, stub "
        f"{scores[STUB].score:g}; {full} of {len(alternatives)} alternatives full; "
        f"{caught} of {len(mistakes)} mistakes caught;"
    )


def _is_caught(candidate: Candidate, unit: ScoredUnit) -> bool:
    assert candidate.mistake is not None  # noqa: S101 - asked of mistakes only
    return any(
        exercise.id == candidate.mistake.exercise and _loses(exercise)
        for exercise in unit.exercises
    )


def _loses(exercise: ScoredExercise) -> bool:
    return exercise.score < exercise.max_score
