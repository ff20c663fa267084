"""Load a course from its manifests, and refuse one whose parts disagree."""

import difflib
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from grader import __version__
from grader.catalog.tables import (
    CourseTable,
    ExerciseTable,
    LimitsTable,
    UnitTable,
    listed,
    read_table,
    read_toml,
)
from grader.errors import CourseError
from grader.model import Course, Exercise, Limits, Unit

COURSE_FILE = "assignments/course.toml"
POINTS_PER_UNIT = 100


def load_course(root: Path) -> Course:
    """Return the course whose `assignments/` folder is in `root`.

    Raises:
        CourseError: if a manifest is missing or breaks a rule.
    """
    content = read_toml(root, COURSE_FILE)
    table = read_table(CourseTable, content, f"{COURSE_FILE}: the course")
    _refuse_repeated_numbers(table.units)
    _refuse_unknown_units(table, "weights", table.weights)
    _refuse_unknown_units(table, "due", table.due)
    limits = _lay_over(Limits(), table.limits, COURSE_FILE)
    units = tuple(_load_unit(root, name, limits, table.weights) for name in table.units)
    _refuse_shared_modules(units)
    return Course(
        title=table.title,
        seed=table.seed,
        open_share=table.open_share,
        units=units,
        root=root,
        digest=_digest(root, units),
        diagnosis=table.diagnosis,
        reveal=table.reveal,
        due=table.due,
    )


def unit_number(unit_id: str) -> int:
    """Return the number in a unit's id: 6 for "u06_batchnorm"."""
    return int(unit_id.partition("_")[0].removeprefix("u"))


def _refuse_repeated_numbers(names: tuple[str, ...]) -> None:
    first: dict[int, str] = {}
    for name in names:
        other = first.setdefault(unit_number(name), name)
        if other is not name:
            message = (
                f"{COURSE_FILE}: units lists {other!r} and {name!r}; "
                "each unit must have a number of its own."
            )
            raise CourseError(message)


def _refuse_unknown_units(table: CourseTable, key: str, names: Iterable[str]) -> None:
    for name in names:
        if name not in table.units:
            close = difflib.get_close_matches(name, table.units, n=1)
            advice = (
                f"did you mean {close[0]!r}?"
                if close
                else f"the units are {listed(table.units)}."
            )
            message = (
                f"{COURSE_FILE}: {key} names {name!r}, "
                f"which units does not list; {advice}"
            )
            raise CourseError(message)


def _lay_over(limits: Limits, content: dict[str, object], where: str) -> Limits:
    table = read_table(LimitsTable, content, f"{where}: [limits]")
    return msgspec.structs.replace(
        limits, **{name: getattr(table, name) for name in content}
    )


def _load_unit(
    root: Path, name: str, limits: Limits, weights: Mapping[str, int]
) -> Unit:
    folder = root / "assignments" / name
    hidden = root / "solutions" / name
    if not folder.is_dir():
        message = (
            f"{COURSE_FILE}: units lists {name!r}, but there is no folder "
            f"assignments/{name}; create it or take it off the list."
        )
        raise CourseError(message)
    where = f"assignments/{name}/unit.toml"
    table = read_table(UnitTable, read_toml(root, where), f"{where}: the unit")
    return Unit(
        id=name,
        title=table.title,
        paper=table.paper,
        module=table.module,
        exercises=_load_exercises(table, unit_number(name), where),
        limits=_lay_over(limits, table.limits, where),
        weight=weights.get(name, 1),
        folder=folder,
        hidden=hidden if hidden.is_dir() else None,
    )


def _load_exercises(table: UnitTable, number: int, where: str) -> tuple[Exercise, ...]:
    exercises: list[Exercise] = []
    for count, content in enumerate(table.exercises, start=1):
        subject = f"{where}: exercise {content.get('id', f'number {count}')}"
        row = read_table(ExerciseTable, content, subject)
        _refuse_wrong_id(row, exercises, number, subject)
        _refuse_wrong_needs(row, exercises, table, subject)
        exercises.append(Exercise(**msgspec.structs.asdict(row)))
    total = sum(exercise.points for exercise in exercises)
    if total != POINTS_PER_UNIT:
        message = (
            f"{where}: the points of the exercises sum to {total}; "
            f"they must sum to {POINTS_PER_UNIT}."
        )
        raise CourseError(message)
    return tuple(exercises)


def _refuse_wrong_id(
    row: ExerciseTable, earlier: list[Exercise], number: int, subject: str
) -> None:
    if row.id.partition(".")[0] != str(number):
        message = f"{subject} is in unit {number}; its id must begin with '{number}.'."
        raise CourseError(message)
    if row.id in [exercise.id for exercise in earlier]:
        message = f"{subject} is there twice; each exercise must have an id of its own."
        raise CourseError(message)


def _refuse_wrong_needs(
    row: ExerciseTable, earlier: list[Exercise], table: UnitTable, subject: str
) -> None:
    known = [exercise.id for exercise in earlier]
    for need in row.needs:
        if need in known:
            continue
        if need == row.id:
            fault = "which is itself"
        elif need in [content.get("id") for content in table.exercises]:
            fault = "which comes later"
        else:
            fault = "which does not exist"
        message = (
            f"{subject} needs {need!r}, {fault}; "
            "needs must name exercises that are listed before it."
        )
        raise CourseError(message)


def _refuse_shared_modules(units: tuple[Unit, ...]) -> None:
    first: dict[str, str] = {}
    for unit in units:
        other = first.setdefault(unit.module, unit.id)
        if other != unit.id:
            message = (
                f"assignments/{unit.id}/unit.toml: the unit has module = "
                f"{unit.module!r}, as {other} has; "
                "each unit must have a module name of its own."
            )
            raise CourseError(message)


def _digest(root: Path, units: tuple[Unit, ...]) -> str:
    total = hashlib.sha256(f"grader {__version__}\n".encode())
    data = sorted((root / COURSE_FILE).parent.glob("data/*.npz"))
    for path in (root / COURSE_FILE, *data, *_files_that_score(units)):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return total.hexdigest()


def suite_files(folder: Path, module: str) -> list[Path]:
    """Return a suite's files: test_layers.py, and any test_layers_<part>.py."""
    stem = Path(module).stem
    parts = sorted(folder.glob(f"test_{stem}_*.py"))
    return [path for path in (folder / f"test_{module}", *parts) if path.is_file()]


def _files_that_score(units: tuple[Unit, ...]) -> Iterator[Path]:
    for unit in units:
        paths = [unit.folder / "unit.toml", *suite_files(unit.folder, unit.module)]
        if unit.hidden:
            mistakes = sorted((unit.hidden / "mistakes").glob("*.py"))
            paths += suite_files(unit.hidden, unit.module)
            paths += [unit.hidden / unit.module, *mistakes]
        yield from (path for path in paths if path.is_file())
