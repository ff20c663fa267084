"""What the commands remember about a student's own work, in one small file.

The file may be deleted at any time: hints then start again from the first, causes
wait for a second run again, and progress is unknown until the next check.
"""

import hashlib
from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec

from grader.model import Course, Outcome, Score, ScoredUnit, SourceFile, Unit
from grader.reports.following import from_begun
from grader.reports.ladder import key_of
from grader.reports.progress import UnitProgress
from grader.store import write_atomically

STATE_FILE = Path(".grader", "state.json")


class CheckedUnit(msgspec.Struct, frozen=True):
    """What the last check run found in a unit.

    Attributes:
        sha256: the file that was checked.
        outcomes: exercise id -> outcome.
        points: exercise id -> points of the open checks, got and to be had.
        course: the digest of the course whose checks they were.
        older: exercises that were run before the file or the course changed.
    """

    sha256: str
    outcomes: dict[str, Outcome]
    points: dict[str, tuple[float, float]] = {}
    course: str = ""
    older: tuple[str, ...] = ()


class State(msgspec.Struct, frozen=True):
    """What is remembered.

    Attributes:
        hints: exercise id -> how many hints were shown.
        units: unit id -> the last check run.
        tries: check key -> how often its failure was told in full, until it passed.
        milestones: number -> its last score, and whether that reached it.
    """

    hints: dict[str, int] = {}
    units: dict[str, CheckedUnit] = {}
    tries: dict[str, int] = {}
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


def unreadable(course: Course) -> str:
    """Return what is said of a state that is damaged, "" if it can be read."""
    path = course.root / STATE_FILE
    if not path.is_file():
        return ""
    try:
        msgspec.json.decode(path.read_bytes(), type=State)
    except (OSError, msgspec.MsgspecError):
        return f"The notes in {STATE_FILE.as_posix()} cannot be read; starting anew."
    return ""


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


def with_score(
    state: State, score: Score, course: Course, without: Collection[str] = ()
) -> State:
    """Return the state in which the checked units have these outcomes.

    Outcomes of exercises that were not run stay; where file or course has changed
    since, they are marked as older.

    Args:
        state: the state before.
        score: the run.
        course: the course that was run.
        without: ids of units of which nothing could be checked.
    """
    digests = _digests(score.submission.files, course.units)
    checked = dict(state.units)
    for unit in score.units:
        if unit.id in without:
            continue
        fresh = CheckedUnit(digests.get(unit.id, ""), {}, course=course.digest)
        checked[unit.id] = _with_unit(checked.get(unit.id, fresh), fresh, unit)
    return msgspec.structs.replace(state, units=checked)


def with_tries(state: State, score: Score, told: Collection[str]) -> State:
    """Return the state in which these failures were told once more.

    Args:
        state: the state before.
        score: the run; a check that passes in it starts again at none.
        told: the keys of the checks whose failure was told in full.
    """
    passed = {
        key_of(exercise, check)
        for unit in score.units
        for exercise in unit.exercises
        for check in exercise.checks
        if check.outcome is Outcome.PASSED
    }
    tries = {key: count for key, count in state.tries.items() if key not in passed}
    more = {key: tries.get(key, 0) + 1 for key in told}
    return msgspec.structs.replace(state, tries=tries | more)


def current_outcomes(course: Course, state: State) -> dict[str, Outcome]:
    """Return exercise id -> outcome, where unit and course are as they were."""
    return {
        exercise: outcome
        for unit in course.units
        for exercise, outcome in _outcomes(course, unit, state).items()
    }


def known_outcomes(course: Course, state: State) -> dict[str, Outcome]:
    """Return exercise id -> outcome of its last run, of a changed file too."""
    return {
        exercise: outcome
        for unit in course.units
        for exercise, outcome in _remembered(unit, state).items()
    }


def stale_exercises(course: Course, state: State) -> frozenset[str]:
    """Return the exercises that were run, but not since their file changed."""
    known, current = known_outcomes(course, state), current_outcomes(course, state)
    return frozenset(known) - frozenset(current)


def done_units(course: Course, state: State) -> frozenset[str]:
    """Return the units of which every exercise passes, as they are now."""
    return frozenset(
        unit.id
        for unit in course.units
        if all(
            _outcomes(course, unit, state).get(exercise.id) is Outcome.PASSED
            for exercise in unit.exercises
        )
    )


def begun_units(course: Course, state: State) -> frozenset[str]:
    """Return the units that were checked, and of which not all passed the last time."""
    return frozenset(
        unit.id
        for unit in course.units
        if unit.id in state.units
        and (_undone(unit, state) or state.units[unit.id].older)
    )


def going_on(course: Course, state: State, around: Unit | None = None) -> str:
    """Return the exercise to go on with, "" if all passed when they were last checked.

    Args:
        course: the course.
        state: what is remembered.
        around: the unit whose folder the student is in; it comes before all others.
    """
    units = from_begun(course, known_outcomes(course, state))
    for unit in units if around is None else (around, *units):
        undone = _undone(unit, state)
        if undone:
            return undone[0]
    return ""


def progress_of(course: Course, state: State) -> Mapping[str, UnitProgress]:
    """Return unit id -> progress, for each unit that was ever checked."""
    return {
        unit.id: UnitProgress(
            outcomes=state.units[unit.id].outcomes,
            points=state.units[unit.id].points,
            is_current=_digest(unit) == state.units[unit.id].sha256,
            older=frozenset(state.units[unit.id].older),
        )
        for unit in course.units
        if unit.id in state.units
    }


def _undone(unit: Unit, state: State) -> list[str]:
    found = _remembered(unit, state)
    return [
        exercise.id
        for exercise in unit.exercises
        if found.get(exercise.id) is not Outcome.PASSED
    ]


def _remembered(unit: Unit, state: State) -> dict[str, Outcome]:
    """Return what was found last, of a file that may have changed since."""
    found = state.units[unit.id].outcomes if unit.id in state.units else {}
    return {one.id: found[one.id] for one in unit.exercises if one.id in found}


def _outcomes(course: Course, unit: Unit, state: State) -> dict[str, Outcome]:
    """Return what was found of the file as it is now."""
    before = state.units.get(unit.id)
    if before is None or before.course != course.digest:
        return {}
    if before.sha256 != _digest(unit):
        return {}
    found = _remembered(unit, state)
    return {one: found[one] for one in found if one not in before.older}


def _with_unit(
    before: CheckedUnit, fresh: CheckedUnit, unit: ScoredUnit
) -> CheckedUnit:
    outcomes = {one.id: one.outcome for one in unit.exercises}
    points = {one.id: (one.score, one.max_score) for one in unit.exercises}
    is_same = (before.sha256, before.course) == (fresh.sha256, fresh.course)
    older = before.older if is_same else tuple(before.outcomes)
    return msgspec.structs.replace(
        fresh,
        outcomes=before.outcomes | outcomes,
        points=before.points | points,
        older=tuple(one for one in older if one not in outcomes),
    )


def _digests(files: tuple[SourceFile, ...], units: tuple[Unit, ...]) -> dict[str, str]:
    by_name = {Path(file.path).name: file.sha256 for file in files}
    return {unit.id: by_name.get(unit.module, "") for unit in units}


def _digest(unit: Unit) -> str:
    path = unit.folder / unit.module
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
