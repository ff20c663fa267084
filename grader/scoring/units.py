"""The verdicts of a run become scored units; every expected check is in them."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

import msgspec

from grader.errors import CourseError, GraderFault
from grader.model import (
    Check,
    Exercise,
    Outcome,
    ScoredCheck,
    ScoredExercise,
    ScoredUnit,
    Unit,
    Verdict,
    Visibility,
)
from grader.scoring.points import Key, check_points, key_of

NOT_GRADED = "the grader failed, not you; your teacher has been told"

# Of the outcomes of an exercise's checks, the first of these speaks for it.
PRECEDENCE = (
    Outcome.NOT_GRADED,
    Outcome.CRASHED,
    Outcome.TIMEOUT,
    Outcome.MEMORY,
    Outcome.OUTPUT,
    Outcome.WRONG,
    Outcome.MISSING,
    Outcome.NOT_STARTED,
    Outcome.WAITING,
    Outcome.PASSED,
)


def score_units(
    units: Sequence[Unit],
    expected: Mapping[str, Sequence[Check]],
    verdicts: Mapping[str, Sequence[Verdict]],
    open_share: float,
    visibilities: Collection[Visibility] = tuple(Visibility),
) -> tuple[ScoredUnit, ...]:
    """Return the units with the score of every check that was expected.

    Args:
        units: in the order of the document.
        expected: unit id -> its checks, fixed before the run. Exercises without
            any, as in a run of one exercise, are not in the document.
        verdicts: unit id -> what the checks found. A check without a verdict
            is not graded.
        open_share: the part of an exercise's points that open checks carry.
        visibilities: the suites that were run; expected checks of another are
            left out, and so are their points.

    Raises:
        GraderFault: if a verdict belongs to no expected check, or to one that
            has a verdict already.
        CourseError: if two expected checks of a unit cannot be told apart, or
            one judges an exercise that its unit does not have.
    """
    strangers = set(verdicts) - {unit.id for unit in units}
    if strangers:
        message = f"verdicts for {sorted(strangers)}, which this run does not grade."
        raise GraderFault(message)
    scored = []
    for unit in units:
        checks = expected.get(unit.id, ())
        worth = _unit_points(unit, checks, open_share, visibilities)
        ran = [check for check in checks if check.visibility in visibilities]
        found = _by_key(unit, ran, verdicts.get(unit.id, ()))
        scored.append(_score_unit(unit, [_part(c, worth, found) for c in ran]))
    return tuple(scored)


class _Part(msgspec.Struct, frozen=True):
    """A check with what it found and what it is worth, still exact."""

    check: Check
    verdict: Verdict
    worth: Decimal

    @property
    def score(self) -> Decimal:
        return self.worth if self.verdict.outcome is Outcome.PASSED else Decimal(0)

    def document(self) -> ScoredCheck:
        return ScoredCheck(
            id=self.check.id,
            title=self.check.title,
            visibility=self.check.visibility,
            outcome=self.verdict.outcome,
            score=float(self.score),
            max_score=float(self.worth),
            message=self.verdict.message,
            diagnosis=self.verdict.diagnosis,
            output=self.verdict.output,
            duration_s=self.verdict.duration_s,
            signature=self.verdict.signature,
            slowdown=self.verdict.slowdown,
            comparison=self.verdict.comparison,
        )


def _unit_points(
    unit: Unit,
    checks: Sequence[Check],
    open_share: float,
    visibilities: Collection[Visibility],
) -> dict[Key, Decimal]:
    worth: dict[Key, Decimal] = {}
    for exercise in unit.exercises:
        worth |= check_points(exercise, checks, open_share, visibilities)
    for check in checks:
        if key_of(check) not in worth:
            message = (
                f"{unit.id}: check {check.id!r} judges exercise {check.exercise!r}, "
                "which its unit.toml does not list."
            )
            raise CourseError(message)
    if len(worth) < len(checks):
        twice = Counter(key_of(check) for check in checks).most_common(1)[0][0]
        message = (
            f"{unit.id}: two {twice[0]} checks are named {twice[1]!r}; "
            "each check of a suite must have a name of its own."
        )
        raise CourseError(message)
    return worth


def _by_key(
    unit: Unit, ran: Sequence[Check], verdicts: Sequence[Verdict]
) -> dict[Key, Verdict]:
    keys = {key_of(check) for check in ran}
    found: dict[Key, Verdict] = {}
    for verdict in verdicts:
        key = (verdict.visibility, verdict.check)
        if key not in keys or key in found:
            fault = "a second time" if key in found else "without being expected"
            message = f"{unit.id}: {key[0]} check {key[1]!r} reported {fault}."
            raise GraderFault(message)
        found[key] = verdict
    return found


def _part(
    check: Check, worth: Mapping[Key, Decimal], found: Mapping[Key, Verdict]
) -> _Part:
    key = key_of(check)
    verdict = found.get(key) or Verdict(
        check.id, check.visibility, Outcome.NOT_GRADED, NOT_GRADED
    )
    return _Part(check, verdict, worth[key])


def _score_unit(unit: Unit, parts: Sequence[_Part]) -> ScoredUnit:
    scored = []
    for exercise in unit.exercises:
        own = [part for part in parts if part.check.exercise == exercise.id]
        if own:
            scored.append(_score_exercise(exercise, own))
    return ScoredUnit(
        id=unit.id,
        title=unit.title,
        score=float(sum(part.score for part in parts)),
        max_score=float(sum(part.worth for part in parts)),
        exercises=tuple(scored),
    )


def _score_exercise(exercise: Exercise, parts: Sequence[_Part]) -> ScoredExercise:
    return ScoredExercise(
        id=exercise.id,
        name=exercise.name,
        outcome=_outcome([part.verdict.outcome for part in parts]),
        score=float(sum(part.score for part in parts)),
        max_score=float(sum(part.worth for part in parts)),
        checks=tuple(part.document() for part in parts),
    )


def _outcome(found: Sequence[Outcome]) -> Outcome:
    """Return the gravest outcome, or the wrong kind of value that leads to it.

    Code made for one kind of value often crashes in the next check: the first speaks.
    """
    gravest = min(found, key=PRECEDENCE.index)
    if gravest is not Outcome.CRASHED:
        return gravest
    return next(one for one in found if one in {gravest, Outcome.OUTPUT})
