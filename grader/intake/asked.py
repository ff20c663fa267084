"""What a unit asks for, as its handed-out module has it."""

import ast
from collections.abc import Iterator

from grader.model import Unit


def asked_names(unit: Unit) -> list[str]:
    """Return the functions, classes and constants of a unit's stub, in order.

    Nothing is returned where the file is not there or is not Python, as it may be at
    a student's, whose own file it is.
    """
    try:
        tree = ast.parse((unit.folder / unit.module).read_bytes())
    except (OSError, SyntaxError, ValueError):
        return []
    return list(dict.fromkeys(_names(tree)))


def _names(tree: ast.Module) -> Iterator[str]:
    for statement in tree.body:
        match statement:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=[ast.Name(name)]):
                yield name
            case ast.AnnAssign(target=ast.Name(name)):
                yield name
