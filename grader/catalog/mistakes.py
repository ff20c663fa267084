"""Known wrong solutions: read one, and lay it over the reference.

A mistake is one plausible wrong edit. Its docstring says, for the student who
made it, what went wrong; its functions and methods replace the reference's.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from grader.catalog.source import (
    bound_name,
    first_line,
    last_line,
    names_of,
    parse,
    read_source,
)
from grader.errors import CourseError

_Import = ast.Import | ast.ImportFrom
_NOTES = {("EXERCISE",), ("READ",)}  # told about the mistake, not part of it


class Mistake(msgspec.Struct, frozen=True):
    """A plausible wrong solution of one exercise.

    Attributes:
        name: the file's name without ".py", such as "variance_path_left_out".
        exercise: the id of the exercise that must lose points.
        clause: completes "This is exactly what comes out when ...".
        sentence: what a student reads next, "" if there is nothing to add.
        read: where to read about it, such as "handout 3.1", or "".
        source: the file's text.
    """

    name: str
    exercise: str
    clause: str
    sentence: str
    read: str
    source: str


def load_mistake(path: Path, where: str = "") -> Mistake:
    """Return the mistake that a file describes.

    Args:
        path: the file.
        where: how errors name it; its last three parts if left out, such as
            "u06_batchnorm/mistakes/variance_path_left_out.py".

    Raises:
        CourseError: if the file is not Python, or lacks its docstring or its
            exercise.
    """
    where = where or Path(*path.parts[-3:]).as_posix()
    source = read_source(path, where)
    tree = parse(source, where)
    clause, _, rest = (ast.get_docstring(tree) or "").strip().partition("\n")
    if not clause:
        message = (
            f"{where}: the file has no docstring; its first line must complete "
            '"This is exactly what comes out when ...".'
        )
        raise CourseError(message)
    return Mistake(
        name=path.stem,
        exercise=_exercise(tree, where),
        clause=clause.strip().removesuffix("."),
        sentence=" ".join(rest.split()),
        read=_note(tree, "READ"),
        source=source,
    )


def splice(reference: str, mistake_source: str, where: str = "the mistake") -> str:
    """Return the reference with the mistake's definitions in place of its own.

    Functions, methods and assignments of the same name are replaced, new ones
    are added, and every other line of the reference stays as it is.

    Args:
        reference: the reference's source.
        mistake_source: the mistake's source.
        where: how errors name the mistake.

    Raises:
        CourseError: if a source is not Python, the mistake holds anything but
            definitions, or nothing of the reference would be replaced.
    """
    ours = parse(reference, "the reference")
    theirs = parse(mistake_source, where)
    _refuse_other_statements(theirs, where)
    edits = list(_edits(ours.body, theirs.body, mistake_source.split("\n")))
    if not any(edit.replaces for edit in edits):
        message = (
            f"{where}: it replaces nothing; at least one of its functions, methods "
            "or assignments must have a name of the reference."
        )
        raise CourseError(message)
    edits += _imports(ours, theirs)
    edits.sort(key=lambda edit: (edit.first, edit.last))
    lines = reference.split("\n")
    for edit in reversed(edits):  # what is above keeps its line numbers
        lines[edit.first - 1 : edit.last] = edit.lines
    return "\n".join(lines)


class _Edit(msgspec.Struct, frozen=True):
    """New text for the lines from first to last; before first if last is less."""

    first: int
    last: int
    lines: list[str]

    @property
    def replaces(self) -> bool:
        return self.last >= self.first


def _refuse_other_statements(tree: ast.Module, where: str) -> None:
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    for node in [*tree.body, *(member for one in classes for member in one.body)]:
        is_filler = isinstance(node, ast.Pass) or (
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        )
        if not (names_of(node) or is_filler):
            message = (
                f"{where}: line {node.lineno} is neither a definition nor an "
                "assignment to a name; a mistake may hold nothing else."
            )
            raise CourseError(message)


def _edits(
    ours: list[ast.stmt], theirs: list[ast.stmt], lines: list[str]
) -> Iterator[_Edit]:
    places = {names_of(old): old for old in ours}
    added: list[str] = []
    for new in theirs:
        names = names_of(new)
        if not names or names in _NOTES or isinstance(new, _Import):
            continue
        old = places.get(names)
        text = lines[first_line(new) - 1 : last_line(new)]
        if old is None:
            added += ["", "", *text]
        elif isinstance(old, ast.ClassDef) and isinstance(new, ast.ClassDef):
            yield from _edits(old.body, new.body, lines)
        else:
            yield _Edit(first_line(old), last_line(old), text)
    if added:
        end = last_line(ours[-1]) if ours else 0
        yield _Edit(end + 1, end, added)


def _imports(ours: ast.Module, theirs: ast.Module) -> Iterator[_Edit]:
    places = [node for node in ours.body if isinstance(node, _Import)]
    known = {name for node in places for name in names_of(node)}
    end = max((last_line(node) for node in places), default=_docstring_end(ours))
    for node in theirs.body:
        if isinstance(node, _Import) and not _is_future(node):
            node.names = [name for name in node.names if bound_name(name) not in known]
            if node.names:
                yield _Edit(end + 1, end, [ast.unparse(node)])


def _is_future(node: ast.Import | ast.ImportFrom) -> bool:
    # It concerns annotations alone, and could not stand below other imports.
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _docstring_end(tree: ast.Module) -> int:
    return last_line(tree.body[0]) if ast.get_docstring(tree) is not None else 0


def _exercise(tree: ast.Module, where: str) -> str:
    exercise = _note(tree, "EXERCISE")
    if not re.fullmatch(r"[0-9]+\.[0-9]+", exercise):
        message = (
            f'{where}: the file needs a line such as EXERCISE = "6.3", '
            "the exercise that must lose points."
        )
        raise CourseError(message)
    return exercise


def _note(tree: ast.Module, name: str) -> str:
    """Return the text that the file gives a name, "" if it gives none."""
    for node in tree.body:
        match node:
            case ast.Assign(value=ast.Constant(value=str(text))) if names_of(node) == (
                name,
            ):
                return text
    return ""
