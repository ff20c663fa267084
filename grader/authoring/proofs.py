"""The proof of one unit, put together from what its tasks found."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from grader.authoring import kills, known
from grader.authoring.alike import alike_findings
from grader.authoring.candidates import REFERENCE, Candidate
from grader.authoring.certify import Certified
from grader.authoring.files import file_findings
from grader.authoring.leaks import Leaks
from grader.authoring.stubs import Drift
from grader.authoring.tasks import Done
from grader.model import Course, Score, Unit
from grader.reports.matrix import KillMatrix


class Proof(msgspec.Struct, frozen=True):
    """What was found about one unit.

    Attributes:
        unit: the unit's id.
        findings: what its author must look at; none means proved.
        summary: lines of counts.
        gradings: how many right solutions were graded.
        false_alarms: how many checks failed one of them.
        matrix: which check catches which mistake.
    """

    unit: str
    findings: tuple[str, ...]
    summary: tuple[str, ...]
    gradings: int
    false_alarms: int
    matrix: KillMatrix


class Evidence(msgspec.Struct, frozen=True):
    """What a proof is put together from.

    Attributes:
        candidates: the known solutions.
        done: what the tasks of the unit found.
        drifts: the course's stubs that are not cut from their references.
        seeds: on how many seeds right solutions were graded.
    """

    candidates: Sequence[Candidate]
    done: Sequence[Done]
    drifts: Sequence[Drift]
    seeds: int


def proof_of(course: Course, unit: Unit, evidence: Evidence) -> Proof:
    """Return what grading every known solution of a unit shows."""
    done, candidates = evidence.done, evidence.candidates
    scores = {name: score for one in done for name, score in one.scores.items()}
    mean_ms = _means([one.spent_ms for one in done])
    matrix = kills.kill_matrix(unit.id, candidates, scores, mean_ms)
    findings = (
        *_drift_findings(course, unit, evidence.drifts),
        *file_findings(unit, scores[REFERENCE].units[0]),
        *known.unjudged(unit, scores[REFERENCE].units[0]),
        *_known_findings(course, unit, candidates, scores),
        *alike_findings(course, unit, candidates, scores),
        *(finding for one in done for finding in (*one.findings, *one.alarms)),
    )
    alarms = sum(len(one.alarms) for one in done) + sum(
        len(list(known.alarms(name, score)))
        for name, score in scores.items()
        if name in {candidate.name for candidate in candidates if candidate.is_right}
    )
    gradings = sum(one.gradings for one in done)
    summary = (
        (
            f"{known.summary(scores, candidates)} "
            f"{_counted(gradings, alarms, evidence.seeds)}"
        ),
        kills.summary(matrix),
        f"{sum(one.pictures for one in done)} pictures drawn.",
        *_certified(done),
    )
    return Proof(unit.id, findings, summary, gradings, alarms, matrix)


def _drift_findings(
    course: Course, unit: Unit, drifts: Sequence[Drift]
) -> Iterator[str]:
    for drift in drifts:
        if Path(drift.path).parent.name == unit.id:
            yield (
                f"{drift.path.relative_to(course.root).as_posix()}: the stub is not "
                "the one that is cut from the reference; run `grader stubs`."
            )


def _known_findings(
    course: Course,
    unit: Unit,
    candidates: Sequence[Candidate],
    scores: Mapping[str, Score],
) -> Iterator[str]:
    leaks = Leaks(course, unit)
    yield from leaks.in_open_files()
    for candidate in candidates:
        score = scores[candidate.name]
        yield from known.findings_of(candidate, score)
        yield from leaks.findings(score, candidate.source)


def _counted(gradings: int, alarms: int, seeds: int) -> str:
    """Return how often right solutions were graded, and what came of it."""
    return (
        f"{gradings} gradings of right solutions from {seeds} "
        f"seed{'s' if seeds > 1 else ''}: "
        f"{alarms} false alarms."
    )


def _certified(done: Sequence[Done]) -> Iterator[str]:
    """Yield what the reference rests on, and how much of the handout was run."""
    examples = sum(one.examples for one in done)
    for one in done:
        if one.certified != Certified():
            yield (f"{one.certified.summary()} {examples} examples of the handout run.")
            yield one.certified.grounds()


def _means(spent: Sequence[Mapping[str, tuple[float, int]]]) -> dict[str, float]:
    whole: dict[str, float] = {}
    counts: dict[str, int] = {}
    for part in spent:
        for check, (milliseconds, count) in part.items():
            whole[check] = whole.get(check, 0.0) + milliseconds
            counts[check] = counts.get(check, 0) + count
    return {check: whole[check] / counts[check] for check in whole}
