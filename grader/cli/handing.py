"""What a module holds of its unit's exercises, as far as its text tells."""

import ast

import msgspec

from grader.catalog.naming import defined_in, possible_names, sure_names
from grader.judge.outcomes import holes_in
from grader.model import Unit


class Held(msgspec.Struct, frozen=True):
    """What a module holds.

    Attributes:
        not_started: ids of exercises whose hole is as it was handed out.
        lacking: functions and classes that exercises are called after and that the
            module does not define; none where it is not Python.
        is_empty: whether it has no statement but its docstring.
        is_untouched: whether every exercise that is about a function or class of
            the module is not started.
    """

    not_started: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    is_empty: bool = False
    is_untouched: bool = False


def held(unit: Unit, source: bytes) -> Held:
    """Return what a unit's module holds."""
    holes = holes_in(source)
    ids = tuple(one.id for one in unit.exercises if one.id in holes)
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return Held(ids)
    defined = defined_in(tree)
    wanted = dict.fromkeys(
        name.partition(".")[0] for one in unit.exercises for name in sure_names(one)
    )
    lacking = tuple(name for name in wanted if name not in defined)
    body = tree.body[1:] if ast.get_docstring(tree) is not None else tree.body
    return Held(ids, lacking, not body, _is_untouched(unit, ids, defined))


def _is_untouched(unit: Unit, ids: tuple[str, ...], defined: set[str]) -> bool:
    open_names = {
        name for one in unit.exercises if one.id in ids for name in possible_names(one)
    }
    return bool(ids) and all(
        one.id in ids or any(_is_open(name, open_names) for name in names)
        for one in unit.exercises
        if (names := [n for n in possible_names(one) if n.partition(".")[0] in defined])
    )


def _is_open(name: str, open_names: set[str]) -> bool:
    """Return whether a name, or a method of it, is still a hole."""
    return any(one == name or one.startswith(f"{name}.") for one in open_names)
