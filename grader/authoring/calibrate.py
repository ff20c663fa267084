"""Measure what training checks measure, over many starts, and propose thresholds.

The reference and every alternative say how far honest runs vary, the mistakes
what a threshold is good for. Nothing is written: the author decides.
"""

import hashlib
import math
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from grader.authoring.candidates import REFERENCE, Candidate, candidates_of
from grader.authoring.thresholds import Calibration, Measured, describe
from grader.checks.training import Goal, Measurement, calibrating, measurement_in
from grader.errors import CourseError
from grader.judge import JudgeSettings, grade_all
from grader.model import Course, Score, ScoredCheck, SourceFile, Submission, Unit
from grader.numerics.calibration import STEP

Report = Callable[[str], None]
Progress = Callable[[int, int], None]


class CalibrateSettings(msgspec.Struct, frozen=True):
    """How thresholds are looked for.

    Attributes:
        seeds: how many starts each solution gets, at least 2.
        step: proposed thresholds are multiples of it.
    """

    seeds: int
    step: float = STEP


def calibrate_unit(
    course: Course,
    unit: Unit,
    report: Report,
    settings: CalibrateSettings,
    progress: Progress = lambda _done, _total: None,
) -> None:
    """Measure every check of a unit that uses `trains`, and report on each.

    Args:
        course: the course, with its `solutions/`.
        unit: the unit.
        report: called with the text about each check.
        settings: how to measure and propose.
        progress: called with how many solutions are measured, and of how many.

    Raises:
        CourseError: the unit has no solutions here, no such check, or its own
            reference does not get through one.
    """
    for calibration in calibrations(course, unit, settings.seeds, progress):
        report("\n".join(describe(unit.id, calibration, settings.step)))


def calibrations(
    course: Course,
    unit: Unit,
    seeds: int,
    progress: Progress = lambda _done, _total: None,
) -> list[Calibration]:
    """Return what was measured, check by check; see `calibrate_unit`."""
    if unit.hidden is None:
        msg = (
            f"{unit.id}: expected solutions/{unit.id} with the reference and the "
            "mistakes, found no such folder; calibrate where the solutions are."
        )
        raise CourseError(msg)
    candidates = _candidates(unit, unit.hidden)
    measured: dict[str, Score] = {}

    def keep(score: Score) -> None:
        measured[score.submission.id] = score
        progress(len(measured), len(candidates))

    _measure(course, unit, candidates[:1], seeds, (), keep)
    found = _found(measured[REFERENCE])
    rules = _rules(measured[REFERENCE])
    if not rules:
        msg = (
            f"{unit.id}: nothing to calibrate: expected a check that uses trains and "
            "that the reference gets as far as, found none."
        )
        raise CourseError(msg)
    only = tuple({check.exercise: None for check in found if check.key in rules})
    _measure(course, unit, candidates[1:], seeds, only, keep)
    return [
        _calibration(check, rules[check.key].goal, candidates, measured)
        for check in found
        if check.key in rules
    ]


class _Found(msgspec.Struct, frozen=True):
    """A check of a score document, with the exercise it stands in."""

    exercise: str
    check: ScoredCheck

    @property
    def key(self) -> str:
        return f"{self.check.id} ({self.check.visibility})"


def _found(score: Score) -> list[_Found]:
    return [
        _Found(exercise.id, check)
        for exercise in score.units[0].exercises
        for check in exercise.checks
    ]


def _rules(score: Score) -> dict[str, Measurement]:
    read = {each.key: measurement_in(each.check.message) for each in _found(score)}
    return {key: rule for key, rule in read.items() if rule is not None}


def _candidates(unit: Unit, hidden: Path) -> list[Candidate]:
    """Return the right solutions and the mistakes, the reference first."""
    return [
        each
        for each in candidates_of(unit, hidden)
        if each.is_right or each.mistake is not None
    ]


def _measure(
    course: Course,
    unit: Unit,
    candidates: Sequence[Candidate],
    seeds: int,
    only: tuple[str, ...],
    keep: Callable[[Score], None],
) -> None:
    """Grade candidates with checks that measure, each with the time for all starts."""
    longer = msgspec.structs.replace(
        unit.limits, exercise_s=unit.limits.exercise_s * seeds
    )
    with calibrating(seeds):
        grade_all(
            course,
            [msgspec.structs.replace(unit, limits=longer)],
            (_submission(unit, candidate) for candidate in candidates),
            keep,
            JudgeSettings(only=only, diagnose=False, tracebacks=True),
        )


def _submission(unit: Unit, candidate: Candidate) -> Submission:
    source = candidate.source.encode()
    digest = hashlib.sha256(source).hexdigest()
    return Submission(
        candidate.name, {unit.id: source}, (SourceFile(unit.module, digest),), ()
    )


def _calibration(
    found: _Found,
    goal: Goal,
    candidates: Sequence[Candidate],
    scores: dict[str, Score],
) -> Calibration:
    measured = [
        Measured(
            candidate.name,
            "" if candidate.mistake is None else candidate.mistake.exercise,
            _values(scores[candidate.name], found.key),
        )
        for candidate in candidates
    ]
    right = tuple(each for each in measured if not each.exercise)
    wrong = tuple(each for each in measured if each.exercise)
    return Calibration(found.key, found.exercise, goal, right, wrong)


def _values(score: Score, key: str) -> tuple[float, ...]:
    rule = _rules(score).get(key)
    if rule is None:
        return ()
    worst = math.inf if rule.goal.smaller_is_better else -math.inf
    return tuple(worst if value is None else value for value in rule.values)
