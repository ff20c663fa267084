"""The marks in a reference that say what the stub leaves out.

    # hole: 6.1 BatchNorm.forward    the rest of the function is the student's
    #: 6.1  The variance divides by N.    a comment that the stub shows there
    # solution only                  the definition below is not in the stub

A mark is a comment on a line of its own; text in strings is never a mark.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

import msgspec

from grader.catalog.source import first_line, last_line, parse
from grader.errors import CourseError

_HOLE = re.compile(r'# hole: (?P<name>[0-9]+\.[0-9]+ [^\s"\\][^"\\]*)')
_LIKE_A_HOLE = re.compile(r"#:?\s*hole\s*(:|[0-9]|$)", re.IGNORECASE)
_ONLY = "# solution only"
_LIKE_ONLY = re.compile(r"#:?\s*solution[\s_-]*only\b", re.IGNORECASE)
_STEP = "#:"

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Removable = (
    _Function | ast.ClassDef | ast.Assign | ast.AnnAssign | ast.Import | ast.ImportFrom
)


class Comment(msgspec.Struct, frozen=True):
    """A comment of a source; `alone` where nothing else is on its line."""

    line: int
    column: int
    text: str
    alone: bool


class Hole(msgspec.Struct, frozen=True):
    """The lines of a function that a student writes.

    Attributes:
        name: "6.1 BatchNorm.forward".
        first: the line of the mark.
        last: the last line of the function, comments at its end included.
        indent: the column where the function's body begins.
        steps: the comments that the stub shows in place of the solution.
    """

    name: str
    first: int
    last: int
    indent: int
    steps: tuple[str, ...]


class Removal(msgspec.Struct, frozen=True):
    """A statement that only the solution uses, from the mark above it on."""

    first: int
    last: int
    statement: ast.stmt


class Reference(msgspec.Struct, frozen=True):
    """A reference taken apart.

    Attributes:
        where: the file that errors name.
        lines: its lines, the first has number 1.
        tree: its syntax tree.
        comments: its comments by line number, from top to bottom.
    """

    where: str
    lines: tuple[str, ...]
    tree: ast.Module
    comments: dict[int, Comment]

    def refused(self, line: int, fault: str) -> CourseError:
        """Return the error that names a line and what is wrong with it."""
        return CourseError(f"{self.where}: line {line}: {fault}.")


def take_apart(source: str, where: str) -> Reference:
    """Return the parts of a reference.

    Raises:
        CourseError: if the source is not Python.
    """
    tree = parse(source, where)
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = [
        Comment(
            line=token.start[0],
            column=token.start[1],
            text=token.string,
            alone=not token.line[: token.start[1]].strip(),
        )
        for token in tokens
        if token.type == tokenize.COMMENT
    ]
    by_line = {comment.line: comment for comment in comments}
    return Reference(where, tuple(source.split("\n")), tree, by_line)


def find_holes(reference: Reference) -> list[Hole]:
    """Return the holes of a reference from top to bottom.

    Raises:
        CourseError: if a mark is malformed or stands where none may stand.
    """
    holes = [
        _hole(reference, comment)
        for comment in reference.comments.values()
        if _LIKE_A_HOLE.match(comment.text)
    ]
    _refuse_stray_steps(reference, holes)
    return holes


def find_removals(reference: Reference) -> list[Removal]:
    """Return the statements that only the solution uses, from top to bottom.

    Raises:
        CourseError: if a mark is malformed or no definition follows it.
    """
    return [
        _removal(reference, comment)
        for comment in reference.comments.values()
        if _LIKE_ONLY.match(comment.text)
    ]


def _hole(reference: Reference, comment: Comment) -> Hole:
    matched = _HOLE.fullmatch(comment.text)
    if not (matched and comment.alone):
        fault = (
            f"{comment.text!r} is not a mark; a hole is a line of its own "
            "such as '# hole: 6.1 BatchNorm.forward'"
        )
        raise reference.refused(comment.line, fault)
    function = _function_around(reference, comment)
    _refuse_wrong_place(reference, function, comment)
    return Hole(
        name=matched["name"].rstrip(),
        first=comment.line,
        last=_end_of_block(reference, function),
        indent=comment.column,
        steps=tuple(_steps_below(reference, comment)),
    )


def _function_around(reference: Reference, comment: Comment) -> _Function:
    around = [
        node
        for node in ast.walk(reference.tree)
        if isinstance(node, _Function) and node.lineno < comment.line <= last_line(node)
    ]
    if not around:
        fault = "a hole must stand inside a function, with the solution below it"
        raise reference.refused(comment.line, fault)
    return max(around, key=lambda node: node.lineno)


def _refuse_wrong_place(
    reference: Reference, function: _Function, comment: Comment
) -> None:
    docstring, *body = function.body
    is_told = ast.get_docstring(function, clean=False) is not None
    if not is_told or comment.line <= last_line(docstring):
        fault = f"the hole of {function.name} must stand below a docstring"
        raise reference.refused(comment.line, fault)
    splits = any(first_line(node) < comment.line <= last_line(node) for node in body)
    if splits or comment.column != docstring.col_offset:
        fault = (
            f"the hole of {function.name} must stand at the first level "
            "of its body, not inside another statement"
        )
        raise reference.refused(comment.line, fault)


def _end_of_block(reference: Reference, statement: ast.stmt) -> int:
    """Return a block's last line; deeper comments below its code are its own."""
    end = last_line(statement)
    for number, line in enumerate(reference.lines[end:], start=end + 1):
        comment = reference.comments.get(number)
        if comment and comment.alone and comment.column > statement.col_offset:
            end = number
        elif line.strip():
            break
    return end


def _steps_below(reference: Reference, comment: Comment) -> Iterator[str]:
    below = comment.line + 1
    while (step := reference.comments.get(below)) and step.text.startswith(_STEP):
        yield step.text.replace(_STEP, "#", 1)
        below += 1


def _refuse_stray_steps(reference: Reference, holes: list[Hole]) -> None:
    placed = {
        hole.first + offset for hole in holes for offset in range(1 + len(hole.steps))
    }
    for comment in reference.comments.values():
        if comment.text.startswith(_STEP) and comment.line not in placed:
            fault = "a '#:' comment must stand directly below the mark of a hole"
            raise reference.refused(comment.line, fault)


def _removal(reference: Reference, comment: Comment) -> Removal:
    if comment.text != _ONLY or not comment.alone:
        fault = (
            f"{comment.text!r} is not a mark; the mark is a line of its own "
            f"that says {_ONLY!r}"
        )
        raise reference.refused(comment.line, fault)
    for statement in reference.tree.body:
        is_below = first_line(statement) == comment.line + 1
        if is_below and isinstance(statement, _Removable):
            return Removal(comment.line, _end_of_block(reference, statement), statement)
    fault = (
        f"{_ONLY!r} must stand directly above a function, class, assignment "
        "or import of the module"
    )
    raise reference.refused(comment.line, fault)
