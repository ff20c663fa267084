"""Units of which nothing could be checked: no file, or a file that does not load."""

import re
from collections.abc import Sequence

import msgspec

from grader.intake import misnamed
from grader.model import Course, Outcome, ScoredCheck, ScoredUnit, Unit
from grader.reports.text import AT_IMPORT, NO_IMPORT, visible

_STOPS = frozenset({Outcome.CRASHED, Outcome.TIMEOUT, Outcome.MEMORY})
# These were never about the file, only about another exercise.
_FOLLOWS = frozenset({Outcome.WAITING, Outcome.NOT_STARTED})
# What Python raises before it has run a line of the file.
_UNREADABLE = re.compile(r"(Syntax|Indentation|Tab)Error at ")
_OF_IMPORTS = re.compile(r"(ModuleNotFoundError|ImportError|SystemExit) at ")


class Stop(msgspec.Struct, frozen=True):
    """Why nothing could be checked.

    Attributes:
        sentence: what is wrong.
        act: what to do now.
        quote: the line of the file at which it stops, "" where none is known.
    """

    sentence: str
    act: str
    quote: str = ""


def stop_of(
    scored: ScoredUnit, unit: Unit, course: Course, *, has_file: bool
) -> Stop | None:
    """Return why nothing of a unit could be checked, None if something was.

    Args:
        scored: what the run found.
        unit: the unit.
        course: its course.
        has_file: whether the unit's file was found at all.
    """
    if not has_file:
        return _without_file(unit, course)
    cause = _common_cause(scored)
    if cause is None:
        return None
    message, _, quote = cause.message.partition("\n")
    if NO_IMPORT in message:
        sentence = message
    elif _is_import(message, unit) or AT_IMPORT in quote:
        sentence = f"{unit.module} cannot be imported: {message}"
    elif len(scored.exercises) > 1:
        sentence = f"Every exercise ends with the same error: {message}"
    else:
        return None  # the error of one exercise is about that exercise
    act = f"Mend {unit.module} first."
    return Stop(f"{sentence} Nothing was checked.", act, quote.strip("\n"))


def _without_file(unit: Unit, course: Course) -> Stop:
    """Return that the file is not there, and which one may be meant to be it."""
    where = unit.folder.relative_to(course.root).as_posix()
    folder = unit.folder
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    beside = visible(misnamed(unit.module, sorted(names - {unit.module})))
    also = f", but there is `{beside}`" if beside else ""
    return Stop(
        sentence=f"There is no {unit.module} in {where}{also}. Nothing was checked.",
        act=f"Rename `{beside}` to {unit.module}."
        if beside
        else f"Put {unit.module} there.",
    )


def _common_cause(scored: ScoredUnit) -> ScoredCheck | None:
    checks = [
        check
        for exercise in scored.exercises
        for check in exercise.checks
        if check.outcome not in _FOLLOWS
    ]
    return checks[0] if _are_alike(checks) else None


def _are_alike(checks: Sequence[ScoredCheck]) -> bool:
    found = {(check.outcome, check.message) for check in checks}
    return len(found) == 1 and all(check.outcome in _STOPS for check in checks)


def _is_import(message: str, unit: Unit) -> bool:
    if _UNREADABLE.match(message) or _OF_IMPORTS.match(message):
        return True
    limits = unit.limits
    is_its_limit = message.startswith(f"It did not finish within {limits.import_s:g} s")
    return is_its_limit and limits.import_s != limits.call_s
