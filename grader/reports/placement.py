"""Every unit in one row: where a student stands, and where to go on."""

from collections.abc import Mapping
from pathlib import PurePath

from grader.model import Course, Outcome, Score, ScoredUnit
from grader.reports.closing import closing
from grader.reports.following import Step, next_step, short_name, unit_of
from grader.reports.order import failing
from grader.reports.stopped import Stop
from grader.reports.text import cut, padded, paragraphs, points, visible, words, wrapped

_TITLE_WIDTH = 38
_PASSED_WIDTH = 10
_POINTS_WIDTH = 14


def render_placement(
    score: Score, course: Course, stops: Mapping[str, Stop], width: int
) -> str:
    """Return a row for each unit, and where to go on.

    Args:
        score: what the open checks found, of all units.
        course: the course that was run.
        stops: unit id -> why nothing of it could be checked.
        width: columns of the terminal.
    """
    head = _cells("unit", "passed", "open points", "sha256")
    rows = [_row(unit, score, course, stops) for unit in score.units]
    table = "\n".join(cut(row, width) for row in [head, *rows, _total(score)])
    step = _step(score, course, stops)
    if step is None:
        return paragraphs([table, closing(course, width), "Next: grader pack"])
    return paragraphs([table, wrapped(step.act, width), f"Next: {step.command}"])


def _row(
    scored: ScoredUnit, score: Score, course: Course, stops: Mapping[str, Stop]
) -> str:
    module = unit_of(course, scored.id).module
    digests = {PurePath(one.path).stem: one.sha256 for one in score.submission.files}
    digest = digests.get(PurePath(module).stem, "")[:12]
    return _cells(
        f"{short_name(scored)}  {visible(scored.title)}",
        "stopped" if scored.id in stops else _passed([scored]),
        f"{points(scored.score)} of {points(scored.max_score)}",
        digest or f"no {module}",
    )


def _total(score: Score) -> str:
    got = sum(unit.score for unit in score.units)
    most = sum(unit.max_score for unit in score.units)
    return _cells(
        "all", _passed(score.units), f"{points(got)} of {points(most)}", ""
    ).rstrip()


def _passed(units: tuple[ScoredUnit, ...] | list[ScoredUnit]) -> str:
    exercises = [exercise for unit in units for exercise in unit.exercises]
    passed = sum(exercise.outcome is Outcome.PASSED for exercise in exercises)
    return f"{passed} of {len(exercises)}"


def _cells(title: str, passed: str, got: str, digest: str) -> str:
    return (
        f"{padded(title, _TITLE_WIDTH)}{passed:>{_PASSED_WIDTH}}"
        f" {got:>{_POINTS_WIDTH - 1}}   {digest}"
    )


def _step(score: Score, course: Course, stops: Mapping[str, Stop]) -> Step | None:
    """Return how to go on at the first exercise not done, None if all are."""
    known = {one.id: one.outcome for unit in score.units for one in unit.exercises}
    for unit in score.units:
        if unit.id in stops:
            stop = stops[unit.id]
            act = f"{visible(stop.sentence)} {stop.act}"
            return Step(f"grader check {short_name(unit)}", act)
        for exercise in unit.exercises:
            if failing(exercise):
                said = f"Go on with {exercise.id}, {visible(exercise.name)}: "
                act = f"{said}{words(exercise.outcome)}."
                return Step(f"grader check {exercise.id}", act)
            if exercise.outcome is not Outcome.PASSED:
                return next_step(score, course, known)
    return None
