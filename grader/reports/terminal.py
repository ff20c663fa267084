"""The report of a check run, as a student reads it in a terminal.

A list of exercises that can be scanned, the first failing check in full under
its exercise, and one command to type next.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import PurePath

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
from grader.reports.checks import other_checks, printed_by, told_fully
from grader.reports.closing import closing, first_pass_line
from grader.reports.following import (
    after_failure,
    check_again,
    first_undone,
    next_step,
    short_name,
    unit_of,
)
from grader.reports.ladder import UNKNOWN, Ladder, has_cause, key_of, offers_why
from grader.reports.order import also_failing, failing, told_in_full
from grader.reports.rows import exercise_line, id_width_of, short_row, waited_for
from grader.reports.stopped import Stop, stop_of
from grader.reports.text import (
    WIDTH,
    paragraphs,
    points,
    visible,
    wrapped,
)

_DETAIL = "  "
_GOT = re.compile(r"^ *got  ", re.MULTILINE)  # a message that shows numbers


class CheckView(msgspec.Struct, frozen=True):
    """How a check report is to be written.

    Attributes:
        target: what follows "grader check" to repeat this run, "" for the unit.
        show_all: whether every failing check is told in full, not only the first.
        is_chosen: whether only exercises that the student chose were run; what
            passing checks printed is then shown too.
        width: columns of the terminal.
        known: what the latest run of each exercise came to, by exercise.
        stale: those of them that were run before the last change of their file.
        ladder: which causes are told; all of them if left out.
        first_pass: the unit that passes for the first time, "" if none does.
    """

    target: str = ""
    show_all: bool = False
    is_chosen: bool = False
    width: int = WIDTH
    known: dict[str, Outcome] = {}
    stale: frozenset[str] = frozenset()
    ladder: Ladder = Ladder()
    first_pass: str = ""


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
    stops = stops_of(score, course)
    told = told_in_full(
        [unit for unit in score.units if unit.id not in stops], in_full=view.show_all
    )
    parts = [wrapped(files_line(score), view.width)]
    for scored in score.units:
        if scored.id in stops:
            parts.append(_stopped_report(scored, stops[scored.id], view.width))
        else:
            unit = unit_of(course, scored.id)
            parts.append(_unit_report(scored, unit, view, told))
    act, command = _following(score, course, view, stops, told)
    if command == "grader pack" and view.known:
        parts.append(closing(course, view.width))
    parts += [wrapped(act, view.width), f"Next: {command}"]
    return paragraphs(part for part in parts if part)


def stops_of(score: Score, course: Course) -> dict[str, Stop]:
    """Return by unit why nothing of it could be checked, where that is so."""
    names = {PurePath(file.path).stem for file in score.submission.files}
    found: dict[str, Stop] = {}
    for scored in score.units:
        unit = unit_of(course, scored.id)
        is_alone = len(score.units) == 1
        has_file = bool(names) if is_alone else PurePath(unit.module).stem in names
        stop = stop_of(scored, unit, course, has_file=has_file)
        if stop is not None:
            found[scored.id] = stop
    return found


def files_line(score: Score) -> str:
    """Return which files were checked, with their digests; "" where none was found."""
    if not score.submission.files:
        return ""  # each unit says which file is not there
    named = ", ".join(
        f"{visible(file.path)} (sha256 {file.sha256[:12]})"
        for file in score.submission.files
    )
    return f"Checked {named}"


def passed_line(score: Score) -> str:
    """Return the line that a unit gets which passes while another is gone on with."""
    (unit,) = score.units
    return f"{files_line(score)}: {short_name(unit)} passes."


def _following(
    score: Score,
    course: Course,
    view: CheckView,
    stops: dict[str, Stop],
    told: dict[str, ScoredExercise],
) -> tuple[str, str]:
    """Return what to do next, "" where the command says it, and the command."""
    for scored in score.units:
        if scored.id in stops:
            chosen = scored.exercises if view.is_chosen else ()
            what = chosen[0].id if len(chosen) == 1 else short_name(scored)
            return stops[scored.id].act, f"grader check {view.target or what}"
    undone = first_undone(score)
    for key, exercise in told.items():
        if undone in {None, exercise} or undone.outcome is not Outcome.NOT_STARTED:
            return "", _after(score, exercise, key, view)
        break
    step = next_step(score, course, view.known, view.stale)
    if view.first_pass and step.command != "grader pack":
        return first_pass_line(unit_of(course, view.first_pass)), step.command
    return step.act, step.command


def _after(score: Score, exercise: ScoredExercise, key: str, view: CheckView) -> str:
    """Return the command that follows the failure with this key."""
    check = next(one for one in exercise.checks if key_of(exercise, one) == key)
    unit = next(one for one in score.units if exercise in one.exercises)
    held = _instead(unit, exercise, check, view)
    return after_failure(exercise.id, check, held, view.target)


def _unit_report(
    scored: ScoredUnit, unit: Unit, view: CheckView, told: Collection[str]
) -> str:
    head = f"{short_name(unit)}  {unit.title}"
    rows = "\n".join(_exercise_blocks(scored, unit, view, told))
    others = wrapped(also_failing(scored, told), view.width)
    footer = _footer(scored, unit, view.width)
    return paragraphs([head, rows.strip("\n"), others, footer])


def _stopped_report(scored: ScoredUnit, stop: Stop, width: int) -> str:
    """Return the report of a unit of which nothing could be checked."""
    head = f"{short_name(scored)}  {scored.title}"
    id_width = id_width_of(scored)
    rows = [exercise_line(one, id_width, width) for one in scored.exercises]
    sentence = wrapped(visible(stop.sentence), width)
    return paragraphs([head, sentence, visible(stop.quote), "\n".join(rows)])


def _exercise_blocks(
    scored: ScoredUnit, unit: Unit, view: CheckView, told: Collection[str]
) -> Iterator[str]:
    """Yield a row for each exercise, and below it what is told in full."""
    id_width = id_width_of(scored)
    undone = [one for one in scored.exercises if one.outcome is not Outcome.PASSED]
    for exercise in scored.exercises:
        details = _details(scored, exercise, view, told)
        if details:
            yield exercise_line(exercise, id_width, view.width)
            yield f"\n{paragraphs(details)}\n"
            continue
        is_news = exercise in undone[:1] or exercise.outcome is Outcome.NOT_GRADED
        is_news = is_news or view.show_all
        needs = waited_for(exercise, scored, unit)
        yield short_row(exercise, id_width, view.width, is_news=is_news, needs=needs)


def _details(
    scored: ScoredUnit,
    exercise: ScoredExercise,
    view: CheckView,
    told: Collection[str],
) -> list[str]:
    """Return what is told of an exercise below its row, nothing if a row is enough."""
    failed = failing(exercise)
    in_full = [check for check in failed if key_of(exercise, check) in told]
    held = _held(scored, exercise, in_full, view)
    parts = [
        told_fully(c, view.width, by_name=view.show_all, instead=held[c.id])
        for c in in_full
    ]
    if in_full and not view.show_all:
        run = check_again(exercise.id, view.target)
        parts.append(other_checks(failed, view.width, run))
    is_first = bool(in_full) and key_of(exercise, in_full[0]) == next(iter(told))
    if is_first and not view.is_chosen and not any(map(offers_why, held.values())):
        run = check_again(exercise.id, view.target)
        if run != after_failure(
            exercise.id, in_full[0], held[in_full[0].id], view.target
        ):
            parts.append(f"{_DETAIL}Run only this: {run}")
    if view.is_chosen:
        passing = [c for c in exercise.checks if c.outcome is Outcome.PASSED]
        parts += [printed_by(check, view.width) for check in passing if check.output]
    return parts


def _held(
    scored: ScoredUnit,
    exercise: ScoredExercise,
    checks: Sequence[ScoredCheck],
    view: CheckView,
) -> dict[str, str]:
    """Return by check what stands in place of its cause; one told is told of all."""
    held = {check.id: _instead(scored, exercise, check, view) for check in checks}
    causes = {check.id: check.diagnosis.text for check in checks if check.diagnosis}
    told = {cause for check, cause in causes.items() if not held[check]}
    known = {one for one, line in held.items() if causes.get(one) in told}
    known |= {one for one, line in held.items() if told and line == UNKNOWN}
    return {one: "" if one in known else line for one, line in held.items()}


def _instead(
    scored: ScoredUnit, exercise: ScoredExercise, check: ScoredCheck, view: CheckView
) -> str:
    """Return what stands in place of a check's cause, "" if it is told, or unasked."""
    if view.ladder.is_asked and not check.diagnosis and _GOT.search(check.message):
        return UNKNOWN
    if not has_cause(check):
        return ""
    key = key_of(exercise, check)
    return view.ladder.instead_of_cause(scored.id, exercise.id, key)


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
