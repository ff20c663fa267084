"""The report of a check run, as a student reads it in a terminal.

A list of exercises that can be scanned, the first failing check in full under
its exercise, one line for each further one, and one command to type next.
"""

from collections.abc import Iterator, Sequence

import msgspec

from grader.model import (
    Course,
    Outcome,
    Score,
    ScoredCheck,
    ScoredExercise,
    ScoredUnit,
    Unit,
    Visibility,
)
from grader.numerics.diagnosis.codes import is_behind, is_place, names_an_array
from grader.reports.checks import other_checks, printed_by, told_fully
from grader.reports.following import next_command, short_name
from grader.reports.stopped import Stop, stop_of
from grader.reports.text import (
    columns,
    cut,
    first_line,
    padded,
    paragraphs,
    points,
    visible,
    words,
    wrapped,
)

WIDTH = 80

_OUTCOME_END = 65  # the column in which every outcome ends
_DETAIL = "  "
_FAILING = frozenset(
    {
        Outcome.WRONG,
        Outcome.MISSING,
        Outcome.CRASHED,
        Outcome.TIMEOUT,
        Outcome.MEMORY,
        Outcome.OUTPUT,
    }
)
_EXPLAINED = frozenset({Outcome.WAITING, Outcome.NOT_GRADED})


class CheckView(msgspec.Struct, frozen=True):
    """How a check report is to be written.

    Attributes:
        target: what follows "grader check" to repeat this run, "" for the unit.
        show_all: whether every failing check is told in full, not only the first.
        is_chosen: whether only exercises that the student chose were run; what
            passing checks printed is then shown too.
        width: columns of the terminal.
        known: what the latest run of each exercise came to, by exercise.
    """

    target: str = ""
    show_all: bool = False
    is_chosen: bool = False
    width: int = WIDTH
    known: dict[str, Outcome] = {}


def render_check_report(
    score: Score, course: Course, view: CheckView | None = None
) -> str:
    """Return the report of a check run.

    Args:
        score: what the run found.
        course: the course that was run.
        view: how to write it.
    """
    view = view or CheckView()
    parts = [_files_line(score)]
    act = ""
    for scored in score.units:
        unit = _unit_of(course, scored.id)
        stop = stop_of(scored, unit, course, has_file=bool(score.submission.files))
        if stop is None:
            parts.append(_unit_report(scored, unit, view))
        else:
            parts.append(_stopped_report(scored, stop, view.width))
            again = f"grader check {view.target or short_name(unit)}"
            act = act or f"{stop.act}, then run {again}"
    parts.append(f"Next: {act or next_command(score, course, view.known)}")
    return paragraphs(part for part in parts if part)


def exercise_line(
    exercise: ScoredExercise, id_width: int, width: int = WIDTH, reason: str = ""
) -> str:
    """Return one exercise's row: id, name, outcome, points and a short reason.

    The reason goes on a line of its own where the row would grow too long.
    """
    outcome = _words_for(exercise)
    name_width = _OUTCOME_END - id_width - 2 - len(outcome)
    got = "-" if exercise.outcome is Outcome.NOT_GRADED else points(exercise.score)
    row = (
        f"{exercise.id:<{id_width}}{padded(visible(exercise.name), name_width)}  "
        f"{outcome}   {got} of {points(exercise.max_score)}"
    )
    if not reason:
        return row
    if columns(row) + 3 + columns(reason) <= width:
        return f"{row}   {reason}"
    return f"{row}\n{cut(' ' * id_width + reason, width)}"


def _words_for(exercise: ScoredExercise) -> str:
    """Return the outcome in words; what has points already was begun."""
    if exercise.outcome is Outcome.NOT_STARTED and exercise.score:
        return "in part"
    return words(exercise.outcome)


def _unit_of(course: Course, unit_id: str) -> Unit:
    return next(unit for unit in course.units if unit.id == unit_id)


def _files_line(score: Score) -> str:
    if not score.submission.files:
        return ""  # each unit says which file is not there
    named = ", ".join(
        f"{visible(file.path)} (sha256 {file.sha256[:12]})"
        for file in score.submission.files
    )
    return f"Checked {named}"


def _unit_report(scored: ScoredUnit, unit: Unit, view: CheckView) -> str:
    head = f"{short_name(unit)}  {unit.title}"
    rows = "\n".join(_exercise_blocks(scored, view))
    return paragraphs([head, rows.strip("\n"), _footer(scored, unit, view.width)])


def _stopped_report(scored: ScoredUnit, stop: Stop, width: int) -> str:
    """Return the report of a unit of which nothing could be checked."""
    head = f"{short_name(scored)}  {scored.title}"
    id_width = _id_width(scored)
    rows = [exercise_line(one, id_width, width) for one in scored.exercises]
    sentence = wrapped(visible(stop.sentence), width)
    return paragraphs([head, sentence, visible(stop.quote), "\n".join(rows)])


def _id_width(scored: ScoredUnit) -> int:
    return max(3, *(len(exercise.id) for exercise in scored.exercises), 0) + 2


def _exercise_blocks(scored: ScoredUnit, view: CheckView) -> Iterator[str]:
    id_width = _id_width(scored)
    is_first = True
    for exercise in scored.exercises:
        failing = [check for check in exercise.checks if check.outcome in _FAILING]
        details = _details(exercise, failing, view, is_first=is_first)
        if details and is_first and failing and not view.is_chosen:
            target = view.target or short_name(scored)
            run = f"Run only this: grader check {target} --only {exercise.id}"
            details.append(_DETAIL + run)
        if details:
            yield exercise_line(exercise, id_width, view.width)
            yield f"\n{paragraphs(details)}\n"
        else:
            yield _summary(exercise, failing, id_width, view.width)
        is_first = is_first and not failing


def _details(
    exercise: ScoredExercise,
    failing: Sequence[ScoredCheck],
    view: CheckView,
    *,
    is_first: bool,
) -> list[str]:
    """Return what is told of an exercise below its row, nothing if a row is enough.

    Args:
        exercise: the exercise.
        failing: its checks that failed.
        view: how to write it.
        is_first: whether no exercise before it failed.
    """
    parts = []
    if view.show_all:
        parts += [told_fully(check, view.width, by_name=True) for check in failing]
    elif failing and is_first:
        # A check that knows why teaches more than one that comes before it.
        ordered = sorted(failing, key=_silence)
        parts.append(told_fully(ordered[0], view.width))
        parts.append(other_checks(ordered, view.width))
    if view.is_chosen:
        passing = [c for c in exercise.checks if c.outcome is Outcome.PASSED]
        parts += [printed_by(check, view.width) for check in passing if check.output]
    return parts


def _silence(check: ScoredCheck) -> int:
    """Return how little a failing check tells: a cause, a place, nothing, or another.

    An array on the way is a place. What stands behind another failure comes last.
    """
    if check.diagnosis is None:
        return 2 if names_an_array(check.message) else 3
    if is_behind(check.diagnosis.code):
        return 4
    return int(is_place(check.diagnosis.code))


def _summary(
    exercise: ScoredExercise,
    failing: Sequence[ScoredCheck],
    id_width: int,
    width: int,
) -> str:
    reasons = list(dict.fromkeys(_reason(check) for check in failing))
    if not reasons:
        return exercise_line(exercise, id_width, width, _quiet_reason(exercise))
    first = exercise_line(exercise, id_width, width, reasons[0])
    rest = [cut(" " * id_width + reason, width) for reason in reasons[1:]]
    return "\n".join([first, *rest])


def _quiet_reason(exercise: ScoredExercise) -> str:
    """Return why an exercise that did not fail was not passed either."""
    if exercise.outcome not in _EXPLAINED:
        return ""
    checks = (c for c in exercise.checks if c.outcome is exercise.outcome)
    return next((_reason(check) for check in checks), "")


def _reason(check: ScoredCheck) -> str:
    if check.diagnosis is not None and is_behind(check.diagnosis.code):
        return visible(check.diagnosis.text)
    return visible(first_line(check.message) or check.title)


def _footer(scored: ScoredUnit, unit: Unit, width: int) -> str:
    checks = [check for exercise in scored.exercises for check in exercise.checks]
    is_open = [check for check in checks if check.visibility is Visibility.OPEN]
    carried = sum(check.max_score for check in is_open)
    whole = sum(unit.exercise(exercise.id).points for exercise in scored.exercises)
    got = sum(check.score for check in is_open)
    text = f"{points(got)} of {points(carried)} points."
    if carried < whole:
        text += (
            f" Open checks carry {points(carried)} of {points(whole)} points here; "
            f"the hidden checks decide the other {points(whole - carried)}."
        )
    return wrapped(text, width)
