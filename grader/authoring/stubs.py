"""Cut the stub that students get from the reference that teachers keep.

The reference is the only copy of signatures and docstrings; `grader.authoring.marks`
tells how it says what to leave out.
"""

import ast
import difflib
import itertools
from collections.abc import Iterator
from pathlib import Path

import msgspec

from grader.authoring.marks import (
    Hole,
    Reference,
    Removal,
    find_holes,
    find_removals,
    take_apart,
)
from grader.catalog.source import names_of, parse, read_source
from grader.errors import UsageError
from grader.model import Course


class Drift(msgspec.Struct, frozen=True):
    """A stub that is not what its reference gives today.

    Attributes:
        path: the stub.
        diff: what cutting it again would change, as a unified diff.
    """

    path: Path
    diff: str


def cut_stub(reference: str, where: str = "the reference") -> str:
    """Return the stub of a reference; a text without marks comes back as it is.

    Args:
        reference: the reference's source.
        where: the file that errors name.

    Raises:
        CourseError: if the source is not Python, a mark is malformed, or the
            stub would use what is taken away.
    """
    parts = take_apart(reference, where)
    cuts = _in_order(parts, [*find_holes(parts), *find_removals(parts)])
    lines = list(parts.lines)
    for cut in reversed(cuts):
        if isinstance(cut, Hole):
            lines[cut.first - 1 : cut.last] = _text_of(cut)
        else:
            _remove(lines, cut)
    stub = "\n".join(lines)
    _refuse_missing_names(parts, stub, cuts)
    return stub


def stub_drift(course: Course) -> list[Drift]:
    """Return every stub of the course that its reference would give otherwise.

    Raises:
        CourseError: if a reference cannot be cut.
        UsageError: if the course has no references.
    """
    return [
        Drift(path, _diff(found, expected, _name(course, path)))
        for path, found, expected in _stubs(course)
        if found != expected
    ]


def write_stubs(course: Course) -> list[Path]:
    """Cut every stub of the course and return those that changed.

    Raises:
        CourseError: if a reference cannot be cut; then nothing is written.
        UsageError: if the course has no references.
    """
    changed = [
        (path, expected)
        for path, found, expected in _stubs(course)
        if found != expected
    ]
    for path, expected in changed:
        path.write_text(expected, encoding="utf-8", newline="\n")
    return [path for path, _ in changed]


def _in_order(reference: Reference, cuts: list[Hole | Removal]) -> list[Hole | Removal]:
    ordered = sorted(cuts, key=lambda cut: cut.first)
    for above, below in itertools.pairwise(ordered):
        if below.first <= above.last:
            fault = (
                f"the mark in line {above.first} takes this mark away; "
                "a function has one hole, and what is left out has none"
            )
            raise reference.refused(below.first, fault)
    return ordered


def _text_of(hole: Hole) -> list[str]:
    lines = [*hole.steps, f'raise NotImplementedError("{hole.name}")']
    return [" " * hole.indent + line for line in lines]


def _remove(lines: list[str], removal: Removal) -> None:
    """Take a statement out, and leave the larger of the gaps around it."""
    start, end = removal.first - 1, removal.last
    above = start
    while above > 0 and not lines[above - 1].strip():
        above -= 1
    below = end
    while below < len(lines) and not lines[below].strip():
        below += 1
    if below == len(lines):
        lines[above:] = [""]
    else:
        gap = max(start - above, below - end) if above else 0
        lines[above:below] = [""] * gap


def _refuse_missing_names(
    reference: Reference, stub: str, cuts: list[Hole | Removal]
) -> None:
    tree = parse(stub, f"the stub of {reference.where}")
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for cut in cuts:
        names = names_of(cut.statement) if isinstance(cut, Removal) else ()
        for name in used.intersection(names):
            fault = (
                f"the stub still uses {name!r}, which this mark takes away; "
                "take away the mark or the use"
            )
            raise reference.refused(cut.first, fault)


def _stubs(course: Course) -> Iterator[tuple[Path, str, str]]:
    """Yield each stub's path, its text and the text that its reference gives."""
    units = [(unit, unit.hidden) for unit in course.units if unit.hidden]
    if not units:
        message = (
            "no references: stubs are cut from the folder solutions/, "
            f"and {course.root} has none; run this in the instructor's copy."
        )
        raise UsageError(message)
    for unit, hidden in units:
        stub = unit.folder / unit.module
        found = read_source(stub, _name(course, stub)) if stub.is_file() else ""
        reference = hidden / unit.module
        where = _name(course, reference)
        yield stub, found, cut_stub(read_source(reference, where), where)


def _name(course: Course, path: Path) -> str:
    return path.relative_to(course.root).as_posix()


def _diff(found: str, expected: str, name: str) -> str:
    lines = difflib.unified_diff(
        found.splitlines(keepends=True),
        expected.splitlines(keepends=True),
        f"{name} as it is",
        f"{name} as cut",
    )
    return "".join(lines)
