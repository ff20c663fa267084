"""Which functions and classes an exercise is about, as its name tells."""

import ast
import re

from grader.model import Exercise

_BETWEEN_NAMES = re.compile(r", | and |: ")
_NAME = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)?", re.ASCII)


def possible_names(exercise: Exercise) -> list[str]:
    """Return what can be names: "BatchNorm.forward" and "training" of one exercise."""
    parts = _BETWEEN_NAMES.split(exercise.name)
    return [part for part in parts if _NAME.fullmatch(part)]


def sure_names(exercise: Exercise) -> list[str]:
    """Return what cannot be plain words, as "training" can."""
    names = possible_names(exercise)
    if names == [exercise.name]:
        return names
    return [name for name in names if "_" in name or "." in name]


def defined_in(tree: ast.Module) -> set[str]:
    """Return the names that a module defines, assigns or imports anywhere."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                found.add(name)
            case ast.alias(name=name, asname=asname):
                found.add(asname or name.partition(".")[0])
            case _:
                pass
    return found
