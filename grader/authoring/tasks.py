"""The gradings of a proof, cut into tasks that judges take side by side."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec

from grader.authoring.candidates import REFERENCE, Candidate
from grader.authoring.certify import Certified, Certifier, certifying, grounds_of
from grader.authoring.formulas import independent, noting
from grader.authoring.handouts import handout_findings
from grader.authoring.known import alarms
from grader.authoring.pictures import picture_findings
from grader.errors import CourseError
from grader.judge import JudgeSettings, grade_all
from grader.judge.references import References
from grader.model import Course, Outcome, Score, SourceFile, Submission, Unit

AT_ONCE = 25  # gradings of one task: a judge's start costs about as much as ten
MOST_DRAWN = 24  # mistakes, in a proof from one seed
MS_PER_S = 1000.0


class Act(StrEnum):
    """What a task does."""

    KNOWN = "known"  # every known solution, from the course's seed
    AGAIN = "again"  # right solutions, from other seeds
    CERTIFY = "certify"  # what the reference rests on, and the handout's numbers
    DRAW = "draw"  # every known solution's picture


class Task(msgspec.Struct, frozen=True):
    """One piece of the proof of a unit, for one judge.

    Attributes:
        unit: the unit's id.
        act: what to do.
        gradings: what to grade, and from which seed.
    """

    unit: str
    act: Act
    gradings: tuple[tuple[Candidate, int], ...]


class Done(msgspec.Struct, frozen=True):
    """What a task found.

    Attributes:
        scores: of known solutions, by name.
        findings: one sentence each.
        alarms: one sentence for each check that failed a right solution.
        gradings: how many right solutions were graded.
        pictures: how many were drawn.
        spent_ms: the reference's checks: each one's milliseconds and how often.
        certified: what the reference rests on.
        examples: how many examples of the handout were run.
    """

    scores: dict[str, Score] = {}
    findings: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    gradings: int = 0
    pictures: int = 0
    spent_ms: dict[str, tuple[float, int]] = {}
    certified: Certified = Certified()
    examples: int = 0


def tasks_of(
    unit: Unit, known: Sequence[Candidate], again: Sequence[tuple[Candidate, int]]
) -> list[Task]:
    """Return the tasks that prove a unit.

    Args:
        unit: the unit.
        known: the solutions to grade once.
        again: right solutions to grade again, and from which seed.
    """
    once = [(candidate, 0) for candidate in known]
    reference = tuple(one for one in once if one[0].name == REFERENCE)
    return [
        *(Task(unit.id, Act.KNOWN, part) for part in _parts(once)),
        Task(unit.id, Act.CERTIFY, reference),
        *(Task(unit.id, Act.DRAW, part) for part in _parts(_to_draw(once, again))),
        *(Task(unit.id, Act.AGAIN, part) for part in _parts(again)),
    ]


def _to_draw(
    once: Sequence[tuple[Candidate, int]], again: Sequence[tuple[Candidate, int]]
) -> list[tuple[Candidate, int]]:
    """Return whose picture is drawn: everyone's, or in a quick proof a sample.

    A picture may train networks, and then costs more than all checks. A proof from
    one seed draws all solutions without a mistake, and mistakes evenly spread.
    """
    mistakes = [one for one in once if one[0].mistake is not None]
    if again or len(mistakes) <= MOST_DRAWN:
        return list(once)
    places = {k * len(mistakes) // MOST_DRAWN for k in range(MOST_DRAWN)}
    others = [one for one in once if one[0].mistake is None]
    return [*others, *(mistakes[place] for place in sorted(places))]


def perform(course: Course, task: Task) -> Done:
    """Do a task in this process."""
    unit = next(unit for unit in course.units if unit.id == task.unit)
    if task.act is Act.KNOWN:
        return _known(course, unit, task)
    if task.act is Act.AGAIN:
        return _again(course, unit, task)
    if task.act is Act.DRAW:
        return _drawn(unit, task)
    return _certify(course, unit, task)


def _known(course: Course, unit: Unit, task: Task) -> Done:
    candidates = [candidate for candidate, _ in task.gradings]
    scores = _grade(course, unit, candidates, JudgeSettings(tracebacks=True))
    return Done(
        scores,
        gradings=sum(candidate.is_right for candidate in candidates),
        spent_ms=_spent(score for name, score in scores.items() if name == REFERENCE),
    )


def _again(course: Course, unit: Unit, task: Task) -> Done:
    named = {f"{one.name}, seed {seed}": (one, seed) for one, seed in task.gradings}
    scores = _grade(
        course,
        unit,
        [
            msgspec.structs.replace(candidate, name=name)
            for name, (candidate, _) in named.items()
        ],
        JudgeSettings(
            seeds={name: seed for name, (_, seed) in named.items()}, drawn_only=True
        ),
    )
    return Done(
        alarms=tuple(
            alarm for name, score in scores.items() for alarm in alarms(name, score)
        ),
        gradings=len(scores),
        spent_ms=_spent(
            score for name, score in scores.items() if named[name][0].name == REFERENCE
        ),
    )


def _drawn(unit: Unit, task: Task) -> Done:
    candidates = [candidate for candidate, _ in task.gradings]
    try:
        findings = tuple(picture_findings(unit, candidates))
    except CourseError as error:
        # One part speaks for all: each would say the same.
        is_first = any(candidate.name == REFERENCE for candidate in candidates)
        findings = (str(error),) if is_first else ()
    return Done(findings=findings, pictures=len(candidates))


def _certify(course: Course, unit: Unit, task: Task) -> Done:
    candidates = [candidate for candidate, _ in task.gradings]
    reference = References([unit]).get(unit.id)
    settings = JudgeSettings(diagnose=False, tracebacks=True)
    with noting() as held, certifying(reference) as certifier:
        scores = _grade(course, unit, candidates, settings)
    with noting(moved=True) as moved:
        _grade(course, unit, candidates, settings)
    examples, findings = handout_findings(unit, reference)
    grounds = grounds_of(
        scores[REFERENCE].units[0], certifier.gradients, independent(held, moved)
    )
    return Done(
        scores={},
        findings=(*_uncertified(scores[REFERENCE], certifier), *findings),
        certified=msgspec.structs.replace(certifier.result, exercises=grounds),
        examples=examples,
    )


def _uncertified(score: Score, certifier: Certifier) -> Iterator[str]:
    """Yield a sentence for each check that refused; other failures are told already."""
    for exercise in score.units[0].exercises:
        for check in exercise.checks:
            where = f"{check.id} ({check.visibility}) of {exercise.id}"
            if check.outcome is Outcome.NOT_GRADED:
                yield f"reference: it cannot be certified by {where}: {check.message}"
            for refused in certifier.refused:
                if check.message.startswith(refused):
                    yield f"reference: not certified by {where}: {refused}"


def _spent(scores: Iterator[Score]) -> dict[str, tuple[float, int]]:
    spent: dict[str, tuple[float, int]] = defaultdict(lambda: (0.0, 0))
    for score in scores:
        for exercise in score.units[0].exercises:
            for check in exercise.checks:
                whole, count = spent[check.id]
                spent[check.id] = whole + MS_PER_S * check.duration_s, count + 1
    return dict(spent)


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


def _parts(
    gradings: Sequence[tuple[Candidate, int]],
) -> Iterator[tuple[tuple[Candidate, int], ...]]:
    for first in range(0, len(gradings), AT_ONCE):
        yield tuple(gradings[first : first + AT_ONCE])
