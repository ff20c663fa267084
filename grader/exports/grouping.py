"""Failing checks by what is said of them, so that a page says nothing twice."""

import re
from collections.abc import Sequence

import msgspec

from grader.errors import NO_FILE
from grader.exports.telling import told
from grader.model import (
    Outcome,
    ScoredCheck,
    ScoredExercise,
    ScoredUnit,
    Visibility,
)
from grader.reports.text import first_line

_STOPPED = frozenset({Outcome.MISSING, Outcome.CRASHED, Outcome.TIMEOUT})
_NOT_DONE = "is not done yet."
_UNWRITTEN, _UNWRITTEN_YET = " is not written yet.", "which is not written yet."
CUT_SHORT = frozenset({Outcome.CRASHED, Outcome.TIMEOUT, Outcome.MEMORY})


class Group(msgspec.Struct, frozen=True):
    """Checks of one exercise that fail for the same reason.

    Attributes:
        checks: the checks, in their order.
        lead: the one that is told of: the first whose numbers can be drawn, so that
            a picture and the numbers above it are of one check, or else the first.
        text: what is said of it.
    """

    checks: tuple[ScoredCheck, ...]
    lead: ScoredCheck
    text: str

    @property
    def is_idle(self) -> bool:
        """Whether these checks did not run, because something is not written yet."""
        return self.lead.outcome in {Outcome.WAITING, Outcome.NOT_STARTED}

    @property
    def is_cut_short(self) -> bool:
        """Whether these checks never came to compare anything."""
        return self.lead.outcome in CUT_SHORT


class WholeUnit(msgspec.Struct, frozen=True):
    """The one reason why nothing of a unit passed.

    Attributes:
        text: what is said of it.
        line: its first line.
        is_missing: whether the unit's file was not handed in.
        module: the name of that file, "" where it was.
    """

    text: str
    line: str
    is_missing: bool
    module: str


def groups(failing: Sequence[ScoredCheck]) -> list[Group]:
    """Return the checks by what is said of them, in the order of the first of each.

    Those that wait come last, in the order of the exercises that they wait for.
    """
    found: dict[str, list[ScoredCheck]] = {}
    for check in failing:
        found.setdefault(_reason(check), []).append(check)
    whole = [_group(checks) for checks in found.values()]
    idle = sorted((one for one in whole if one.is_idle), key=_needed)
    return [*(one for one in whole if not one.is_idle), *idle]


def _needed(group: Group) -> list[int]:
    """Return the id that a text begins with as numbers: 2.10 comes after 2.9."""
    return [int(part) for part in re.findall(r"\d+", group.text.partition(" ")[0])]


def of_whole_unit(unit: ScoredUnit) -> WholeUnit | None:
    """Return the reason that stopped every check of a unit, None if there are more.

    A file that is not there, or that cannot be imported, fails all of them alike.
    """
    checks = [check for exercise in unit.exercises for check in exercise.checks]
    stopped = [check for check in checks if check.outcome is not Outcome.WAITING]
    lines = {first_line(check.message) for check in stopped}
    is_whole = all(check.outcome in _STOPPED for check in stopped)
    if len(unit.exercises) == 1 or len(lines) != 1 or "" in lines or not is_whole:
        return None
    first = min(stopped, key=lambda check: check.visibility is Visibility.HIDDEN)
    line = lines.pop()
    is_missing = line.startswith(NO_FILE)
    module = line.removeprefix(NO_FILE).split()[0] if is_missing else ""
    return WholeUnit(told(first), line, is_missing, module)


def awaited(group: Group, unit: ScoredUnit) -> str:
    """Return for what idle checks wait, as the end of a sentence.

    What waits for another exercise that waits itself is told what that one waits
    for: there is the place to begin.
    """
    text = group.text
    for exercise in unit.exercises:
        if text == f"{exercise.id} {_NOT_DONE}":
            said = [told(check) for check in exercise.checks]
            text = next((one for one in said if one.endswith(_UNWRITTEN)), text)
    if text.endswith(_UNWRITTEN):
        verb = "it needs" if len(group.checks) == 1 else "they need"
        return f": {verb} {text.removesuffix(_UNWRITTEN)}, {_UNWRITTEN_YET}"
    return f": {text}"


def same_as_before(exercise: ScoredExercise, unit: ScoredUnit) -> str:
    """Return the exercise whose open checks fail for the same reason, "" if none.

    Only one that comes before is meant: it is where the mistake is put right.

    Args:
        exercise: one that did not pass.
        unit: the unit it belongs to.
    """
    own = {_reason(check) for check in exercise.checks if _is_explained(check)}
    for other in unit.exercises[: unit.exercises.index(exercise)]:
        for check in other.checks:
            is_open = check.visibility is Visibility.OPEN
            if _is_explained(check) and is_open and _reason(check) in own:
                return other.id
    return ""


def _is_explained(check: ScoredCheck) -> bool:
    return check.diagnosis is not None or check.outcome in CUT_SHORT


def pictured(group: Group) -> bool:
    """Whether there are numbers of the group's lead that a student may see drawn."""
    lead = group.lead
    return lead.comparison is not None and lead.visibility is Visibility.OPEN


def _group(checks: Sequence[ScoredCheck]) -> Group:
    drawable = [
        check
        for check in checks
        if check.comparison is not None and check.visibility is Visibility.OPEN
    ]
    lead = (drawable or checks)[0]
    return Group(tuple(checks), lead, told(lead))


def _reason(check: ScoredCheck) -> str:
    """Return what tells a check's text from others': its cause, or else all of it.

    What cut a check short is the same whatever it would have compared.
    """
    if check.diagnosis is not None and check.diagnosis.text:
        return f"{check.outcome} {check.diagnosis.text}"
    if check.outcome in CUT_SHORT:
        return f"{check.outcome} {first_line(check.message)}"
    return f"{check.outcome} {told(check)}"
