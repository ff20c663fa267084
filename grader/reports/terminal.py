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
from grader.reports.text import (
    columns,
    cut,
    first_line,
    indented,
    padded,
    paragraphs,
    points,
    visible,
    words,
    wrapped,
)

WIDTH = 80

_OUTCOME_END = 65  # the column in which every outcome ends
_OUTPUT_LINES = 10
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
        width: columns of the terminal.
    """

    target: str = ""
    show_all: bool = False
    width: int = WIDTH


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
    parts += [
        _unit_report(unit, _unit_of(course, unit.id), view) for unit in score.units
    ]
    parts.append(f"Next: {next_command(score, course)}")
    return paragraphs(parts)


def next_command(score: Score, course: Course) -> str:
    """Return the command that takes the student on from here."""
    for unit in score.units:
        for exercise in unit.exercises:
            if exercise.outcome is not Outcome.PASSED:
                return f"grader hint {exercise.id}"
    graded = {unit.id for unit in score.units}
    places = [place for place, unit in enumerate(course.units) if unit.id in graded]
    if places and places[-1] + 1 < len(course.units):
        return f"grader check {short_name(course.units[places[-1] + 1])}"
    return "grader pack"


def short_name(unit: Unit | ScoredUnit) -> str:
    """Return the short form a student types: "u06" for "u06_batchnorm"."""
    return unit.id.partition("_")[0]


def exercise_line(
    exercise: ScoredExercise, id_width: int, width: int = WIDTH, reason: str = ""
) -> str:
    """Return one exercise's row: id, name, outcome, points and a short reason.

    The reason goes on a line of its own where the row would grow too long.
    """
    outcome = words(exercise.outcome)
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


def _unit_of(course: Course, unit_id: str) -> Unit:
    return next(unit for unit in course.units if unit.id == unit_id)


def _files_line(score: Score) -> str:
    if not score.submission.files:
        return "No file of these units was found."
    named = ", ".join(
        f"{visible(file.path)} (sha256 {file.sha256[:12]})"
        for file in score.submission.files
    )
    return f"Checked {named}"


def _unit_report(scored: ScoredUnit, unit: Unit, view: CheckView) -> str:
    head = f"{short_name(unit)}  {unit.title}"
    rows = "\n".join(_exercise_blocks(scored, view))
    return paragraphs([head, rows.strip("\n"), _footer(scored, unit, view.width)])


def _exercise_blocks(scored: ScoredUnit, view: CheckView) -> Iterator[str]:
    id_width = max(3, *(len(exercise.id) for exercise in scored.exercises), 0) + 2
    may_tell = True
    for exercise in scored.exercises:
        failing = [check for check in exercise.checks if check.outcome in _FAILING]
        in_full = failing if view.show_all else failing[:1]
        told = in_full if may_tell or view.show_all else []
        may_tell = may_tell and not failing
        if told:
            target = view.target or short_name(scored)
            yield exercise_line(exercise, id_width, view.width)
            yield _details(exercise, failing, told, (target, view.width))
        else:
            yield _summary(exercise, failing, id_width, view.width)


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
    return visible(first_line(check.message) or check.title)


def _details(
    exercise: ScoredExercise,
    failing: Sequence[ScoredCheck],
    told: Sequence[ScoredCheck],
    repeat: tuple[str, int],
) -> str:
    """Return the block under a failing exercise.

    Args:
        exercise: the exercise.
        failing: its checks that failed.
        told: those of them that are told in full.
        repeat: what follows "grader check" to repeat the run; the width.
    """
    target, width = repeat
    parts = [_full_text(check, width) for check in told]
    also = [
        cut(f"{_DETAIL}Also {words(check.outcome)}: {_reason(check)}", width)
        for check in failing
        if check not in told
    ]
    parts.append("\n".join(dict.fromkeys(also)))
    run = f"Run only this: grader check {target} --only {exercise.id}"
    parts.append(_DETAIL + run)
    return f"\n{paragraphs(parts)}\n"


def _full_text(check: ScoredCheck, width: int) -> str:
    message = check.message or check.title
    cause = check.diagnosis.text if check.diagnosis else ""
    if cause and cause in message:
        cause = ""
    return paragraphs(
        [
            _laid_out(message, width),
            _laid_out(cause, width),
            _laid_out(_printed(check.output), width),
        ]
    )


def _printed(output: str) -> str:
    lines = output.rstrip().splitlines()
    if not lines:
        return ""
    left_out = len(lines) - _OUTPUT_LINES
    shown = [f"    {line}" for line in lines[:_OUTPUT_LINES]]
    if left_out > 0:
        shown.append(f"    ({left_out} more lines)")
    return "\n".join(["Your code printed:", *shown])


def _laid_out(text: str, width: int) -> str:
    """Return authored text as it is laid out, only too long lines broken."""
    lines = indented(visible(text), _DETAIL).splitlines()
    return "\n".join(_broken(line, width) for line in lines)


def _broken(line: str, width: int) -> str:
    if columns(line) <= width:
        return line
    margin = line[: len(line) - len(line.lstrip())]
    return wrapped(line.strip(), width, margin)


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
