"""What the commands remember about a student's own work, in one small file.

The file may be deleted at any time: hints then start again from the first, and
progress is unknown until the next check.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from grader.model import Course, Outcome, Score, ScoredUnit, SourceFile, Unit
from grader.reports.progress import UnitProgress
from grader.store import write_atomically

STATE_FILE = Path(".grader", "state.json")


class CheckedUnit(msgspec.Struct, frozen=True):
    """What the last check run found in a unit.

    Attributes:
        sha256: the file that was checked.
        outcomes: exercise id -> outcome.
        points: exercise id -> points of the open checks, got and to be had.
    """

    sha256: str
    outcomes: dict[str, Outcome]
    points: dict[str, tuple[float, float]] = {}


class State(msgspec.Struct, frozen=True):
    """What is remembered.

    Attributes:
        hints: exercise id -> how many hints were shown.
        units: unit id -> the last check run.
        milestones: number -> its last score, and whether that reached it.
    """

    hints: dict[str, int] = {}
    units: dict[str, CheckedUnit] = {}
    milestones: dict[int, tuple[float, bool]] = {}


def load_state(course: Course) -> State:
    """Return what is remembered, nothing if the file is gone or damaged."""
    path = course.root / STATE_FILE
    if not path.is_file():
        return State()
    try:
        return msgspec.json.decode(path.read_bytes(), type=State)
    except (OSError, msgspec.MsgspecError):
        return State()  # it only saves a student a hint or a check run


def save_state(course: Course, state: State) -> str:
    """Remember the state and return "", or the sentence why it was not possible."""
    path = course.root / STATE_FILE
    try:
        path.parent.mkdir(exist_ok=True)
        write_atomically(path, msgspec.json.encode(state) + b"\n")
    except OSError as error:
        return f"Hints and progress are not remembered: {path}: {error.strerror}."
    return ""


def with_hint(state: State, exercise_id: str, number: int) -> State:
    """Return the state in which this many hints of the exercise were shown."""
    return msgspec.structs.replace(state, hints=state.hints | {exercise_id: number})


def with_milestone(state: State, number: int, score: float, *, reached: bool) -> State:
    """Return the state in which a milestone ended with this score."""
    known = state.milestones | {number: (score, reached)}
    return msgspec.structs.replace(state, milestones=known)


def with_score(state: State, score: Score, units: tuple[Unit, ...]) -> State:
    """Return the state in which the checked units have these outcomes.

    Outcomes of exercises that were not run stay while the file is the same.
    """
    digests = _digests(score.submission.files, units)
    checked = dict(state.units)
    for unit in score.units:
        sha256 = digests.get(unit.id, "")
        before = checked.get(unit.id)
        if before is None or before.sha256 != sha256:
            before = CheckedUnit(sha256=sha256, outcomes={})
        checked[unit.id] = _with_unit(before, unit)
    return msgspec.structs.replace(state, units=checked)


def _with_unit(before: CheckedUnit, unit: ScoredUnit) -> CheckedUnit:
    outcomes = {one.id: one.outcome for one in unit.exercises}
    points = {one.id: (one.score, one.max_score) for one in unit.exercises}
    return CheckedUnit(
        sha256=before.sha256,
        outcomes=before.outcomes | outcomes,
        points=before.points | points,
    )


def outcomes_of(state: State) -> dict[str, Outcome]:
    """Return exercise id -> outcome, of every unit that was ever checked."""
    return {
        exercise: outcome
        for unit in state.units.values()
        for exercise, outcome in unit.outcomes.items()
    }


def progress_of(course: Course, state: State) -> Mapping[str, UnitProgress]:
    """Return unit id -> progress, for each unit that was ever checked."""
    return {
        unit.id: UnitProgress(
            outcomes=state.units[unit.id].outcomes,
            points=state.units[unit.id].points,
            is_current=_digest(unit) == state.units[unit.id].sha256,
        )
        for unit in course.units
        if unit.id in state.units
    }


def _digests(files: tuple[SourceFile, ...], units: tuple[Unit, ...]) -> dict[str, str]:
    by_name = {Path(file.path).name: file.sha256 for file in files}
    return {unit.id: by_name.get(unit.module, "") for unit in units}


def _digest(unit: Unit) -> str:
    path = unit.folder / unit.module
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
