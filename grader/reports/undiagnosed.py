"""Failures that no rule explains, grouped by what their numbers look like."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from grader.model import Outcome, Score, ScoredCheck, ScoredUnit, Visibility
from grader.reports.text import first_line, indented, paragraphs, visible, wrapped

ID_LENGTH = 6
SHOWN_LINES = 40  # of a function
_OPEN_TO_RULES = frozenset({Outcome.WRONG, Outcome.OUTPUT, Outcome.CRASHED})
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
_BY = {Outcome.CRASHED: "crashed", Outcome.OUTPUT: "wrong shape or type"}


class Failing(msgspec.Struct, frozen=True):
    """What the members of a group have in common.

    Attributes:
        unit: the unit's id.
        exercise: the exercise's id.
        exercise_name: what it is called.
        check: the check's id.
        title: what it checks.
        visibility: tells the check from an open one of the same name.
        looks: what the failure looks like.
    """

    unit: str
    exercise: str
    exercise_name: str
    check: str
    title: str
    visibility: Visibility
    looks: str

    @property
    def id(self) -> str:
        """A short name that stays the same from batch to batch."""
        parts = (self.unit, self.visibility, self.check, self.looks)
        digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
        return digest[:ID_LENGTH]


class Group(msgspec.Struct, frozen=True):
    """Submissions that failed one check in one way.

    Attributes:
        failing: what they have in common.
        members: their ids, in order.
    """

    failing: Failing
    members: tuple[str, ...]


def undiagnosed(scores: Iterable[Score]) -> tuple[Group, ...]:
    """Return the groups of failures without a cause, the largest first."""
    members: dict[Failing, list[str]] = defaultdict(list)
    for score in scores:
        for failing in failures_of(score):
            members[failing].append(score.submission.id)
    groups = [Group(failing, tuple(ids)) for failing, ids in members.items()]
    return tuple(sorted(groups, key=_order))


def failures_of(score: Score) -> Iterator[Failing]:
    """Yield each failure of a score document for which no cause is known.

    A module in which every check ends alike was not judged: it cannot be imported,
    or it is not there, and its message says so.
    """
    for unit in score.units:
        if _ends_alike(unit):
            continue
        for exercise in unit.exercises:
            for check in exercise.checks:
                if _is_unexplained(check):
                    yield Failing(
                        unit.id,
                        exercise.id,
                        exercise.name,
                        check.id,
                        check.title,
                        check.visibility,
                        _looks(check),
                    )


def _ends_alike(unit: ScoredUnit) -> bool:
    checks = [check for exercise in unit.exercises for check in exercise.checks]
    ends = {(check.outcome, check.message) for check in checks}
    return len(checks) > 1 and len(ends) == 1


def _is_unexplained(check: ScoredCheck) -> bool:
    return check.outcome in _OPEN_TO_RULES and check.diagnosis is None


def render_undiagnosed(
    groups: Sequence[Group], functions: Mapping[str, str], width: int
) -> str:
    """Return the groups as an instructor reads them.

    Args:
        groups: the groups.
        functions: group id -> one member's code, where it is at hand.
        width: columns of the terminal.
    """
    if not groups:
        return wrapped("Every failure has a cause that a rule or mistake names.", width)
    parts = [
        _told(group, functions.get(group.failing.id, ""), width) for group in groups
    ]
    act = (
        "Next: give a group a sentence with grader adopt RESULTS GROUP; it becomes a "
        "known mistake."
    )
    return paragraphs([*parts, wrapped(act, width)])


def _told(group: Group, function: str, width: int) -> str:
    failing, count = group.failing, len(group.members)
    number = "1 submission" if count == 1 else f"{count} submissions"
    short = failing.unit.partition("_")[0]
    return paragraphs(
        [
            f"{failing.id}  {short}  {failing.exercise}  {number}",
            wrapped(
                f"{failing.title} ({failing.check}, {failing.visibility})", width, "  "
            ),
            wrapped(visible(failing.looks), width, "  "),
            _shown(function),
        ]
    )


def _shown(function: str) -> str:
    lines = visible(function).splitlines()
    left_out = len(lines) - SHOWN_LINES
    more = [f"({left_out} more lines)"] if left_out > 0 else []
    return indented("\n".join([*lines[:SHOWN_LINES], *more]), "      ")


def _looks(check: ScoredCheck) -> str:
    """Return the signature, or what the message says but for its numbers."""
    if check.signature:
        return check.signature
    said = first_line(check.message)
    if check.outcome is Outcome.CRASHED:
        said = said.partition(" at ")[0].partition(":")[0]  # the exception alone
    by = f"{_BY[check.outcome]}: " if check.outcome in _BY else ""
    return by + _NUMBER.sub("#", said)


def _order(group: Group) -> tuple[int, str, str, str]:
    failing = group.failing
    return -len(group.members), failing.unit, failing.exercise, failing.id
