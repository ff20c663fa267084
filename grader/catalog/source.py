"""Python source as lines: read it, parse it, and know where statements lie."""

import ast
from pathlib import Path

from grader.errors import CourseError

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def read_source(path: Path, where: str) -> str:
    """Return the text of a Python file.

    Args:
        path: the file.
        where: how its author knows the file, such as
            "solutions/u06_batchnorm/batchnorm.py".

    Raises:
        CourseError: if there is no such file, or it cannot be read as text.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        message = f"{where}: the file cannot be read: {error.strerror}."
        raise CourseError(message) from error
    except UnicodeDecodeError as error:
        message = f"{where}: the file is not UTF-8; save it as UTF-8 text."
        raise CourseError(message) from error


def parse(source: str, where: str) -> ast.Module:
    """Return the syntax tree of a Python source.

    Raises:
        CourseError: if the source is not Python.
    """
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        reason = getattr(error, "msg", None) or str(error)
        message = f"{where}: line {line} is not Python: {reason}."
        raise CourseError(message) from error


def first_line(statement: ast.stmt) -> int:
    """Return the number of a statement's first line, decorators included."""
    decorators = statement.decorator_list if isinstance(statement, Definition) else []
    return min([statement.lineno, *(node.lineno for node in decorators)])


def last_line(statement: ast.stmt) -> int:
    """Return the number of a statement's last line."""
    return statement.end_lineno or statement.lineno


def names_of(statement: ast.stmt) -> tuple[str, ...]:
    """Return the names that a definition, an assignment or an import gives."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return (statement.name,)
        case ast.Assign(targets=targets):
            return tuple(name for target in targets for name in _names_in(target))
        case ast.AnnAssign(target=target):
            return _names_in(target)
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            return tuple(bound_name(alias) for alias in aliases)
        case _:
            return ()


def bound_name(alias: ast.alias) -> str:
    """Return the name that an import gives: "np", or "numpy" for "numpy.linalg"."""
    return alias.asname or alias.name.partition(".")[0]


def _names_in(target: ast.expr) -> tuple[str, ...]:
    match target:
        case ast.Name(id=name):
            return (name,)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return tuple(name for part in parts for name in _names_in(part))
        case _:
            return ()  # an attribute or an item of something named elsewhere
