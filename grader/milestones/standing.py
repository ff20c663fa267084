"""Which parts of a milestone a student has written."""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.catalog import find_exercise
from grader.catalog.naming import defined_in, sure_names
from grader.milestones.listing import Milestone, exercise_of
from grader.model import Course

_HOLE = re.compile(rb"raise\s+NotImplementedError\(\s*[\"'](\d+\.\d+[^\"']*)")


@dataclass(frozen=True)
class Broken:
    """A module that is not Python.

    Attributes:
        unit: the id of its unit.
        module: its name.
        line: where Python stopped reading, 0 if that is not known.
    """

    unit: str
    module: str
    line: int


@dataclass(frozen=True)
class Standing:
    """How far a student is with a milestone.

    Attributes:
        parts: all that the story is made of, in the order of the course.
        written: those of them that the student has written.
        missing: those that the story cannot do without and that are not written.
        brings: what the story does in place of others that are not written: a
            sentence and their names.
        broken: the modules that are not Python, so that no part of theirs counts.
    """

    parts: tuple[str, ...]
    written: tuple[str, ...]
    missing: tuple[str, ...]
    brings: dict[str, list[str]]
    broken: tuple[Broken, ...] = ()


def standing(course: Course, milestone: Milestone) -> Standing:
    """Return which parts are written: no hole of theirs is left in the module."""
    parts = milestone.all_parts()
    written = tuple(part for part in parts if _is_written(course, part))
    brings: dict[str, list[str]] = {}
    for part in parts:
        if part in milestone.brings and part not in written:
            brings.setdefault(milestone.brings[part], []).append(name_of(course, part))
    missing = tuple(p for p in parts if p in milestone.parts and p not in written)
    return Standing(parts, written, missing, brings, _broken(course, parts))


def modules_of(course: Course, parts: Sequence[str]) -> dict[str, Path]:
    """Return the student's modules that these parts are in, by unit."""
    units = [find_exercise(course, exercise_of(part))[0] for part in parts]
    return {unit.id: unit.folder / unit.module for unit in units}


def name_of(course: Course, part: str) -> str:
    """Return what a student calls a part: "4.5 Adam"."""
    if " " in part:
        return part
    _, exercise = find_exercise(course, part)
    return f"{part} {exercise.name}"


def _is_written(course: Course, part: str) -> bool:
    """Return whether a part has no hole, and stands in a module that is Python."""
    unit, exercise = find_exercise(course, exercise_of(part))
    path = unit.folder / unit.module
    source = path.read_bytes() if path.is_file() else b""
    tree = _parsed(source)
    if tree is None:
        return False
    wanted = {name.partition(".")[0] for name in sure_names(exercise)}
    holes = [hole.decode(errors="replace") for hole in _HOLE.findall(source)]
    is_open = any(hole == part or hole.startswith(f"{part} ") for hole in holes)
    return wanted <= defined_in(tree) and bool(tree.body) and not is_open


def _broken(course: Course, parts: Sequence[str]) -> tuple[Broken, ...]:
    """Return the modules of these parts that are there and are not Python."""
    found = []
    for unit, path in modules_of(course, parts).items():
        if not path.is_file():
            continue
        try:
            ast.parse(path.read_bytes())
        except SyntaxError as error:
            found.append(Broken(unit, path.name, error.lineno or 0))
        except ValueError:
            found.append(Broken(unit, path.name, 0))
    return tuple(found)


def _parsed(source: bytes) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return None
