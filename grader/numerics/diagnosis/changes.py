"""Small changes of a formula, each with what it is: what a student may have written."""

import ast
import functools
from collections.abc import Callable, Iterator, Sequence

from grader.numerics.diagnosis import change_rules as rules
from grader.numerics.diagnosis.change_rules import Change
from grader.numerics.diagnosis.formula_trees import parts, replaced

Place = Callable[[ast.expr], ast.expr]  # puts another node in place of one
Rule = Callable[[ast.expr, Sequence[str]], Iterator[Change]]


def changed(tree: ast.expr, names: Sequence[str]) -> Iterator[Change]:
    """Yield every formula that is one change away, the likeliest kind first.

    Args:
        tree: the right formula.
        names: of all that may stand in it.
    """
    first = rules.left_out, rules.other_name, rules.other_operator
    yield from _by(first, tree, names)
    yield from _everywhere(tree, names)
    yield from _by((rules.regrouped, rules.powers), tree, names)
    yield from rules.of_the_whole(tree)
    yield from rules.limited(tree)
    yield from _by((rules.one_of_it, rules.two_names, rules.pushed), tree, names)
    used = {node.id for node in parts(tree) if isinstance(node, ast.Name)}
    yield from _by((rules.strangers,), tree, [n for n in names if n not in used])


def changed_twice(tree: ast.expr, names: Sequence[str]) -> Iterator[Change]:
    """Yield formulas that lack two things, or one beside another name."""
    for first in _by((rules.left_out,), tree, names):
        for second in _by((rules.left_out, rules.other_name), first.tree, names):
            yield Change(second.tree, f"{first.said}, and {second.said}")


def _by(some: Sequence[Rule], tree: ast.expr, names: Sequence[str]) -> Iterator[Change]:
    """Yield what some rules make of every part of a formula."""
    places = list(_places(tree))
    for rule in some:
        for node, put in places:
            for change in rule(node, names):
                yield Change(put(change.tree), change.said)


def _places(tree: ast.expr) -> Iterator[tuple[ast.expr, Place]]:
    """Yield every part of a formula, with what puts another one in its place."""
    for node in parts(tree):
        yield node, functools.partial(_put, tree, node)


def _put(tree: ast.expr, old: ast.expr, new: ast.expr) -> ast.expr:
    return replaced(tree, {id(old): new})


def _everywhere(tree: ast.expr, names: Sequence[str]) -> Iterator[Change]:
    """Yield what the rules make of a part that comes more than once, in all places."""
    alike: dict[str, list[ast.expr]] = {}
    for node in parts(tree):
        if isinstance(node, ast.Call):
            alike.setdefault(f"{ast.unparse(node.func)}()", []).append(node)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
            alike.setdefault(f"** {ast.unparse(node.right)}", []).append(node)
        if isinstance(node, ast.Name):
            alike.setdefault(node.id, []).append(node)
    for places in alike.values():
        if len(places) > 1:
            yield from _together(tree, places, names)


def _together(
    tree: ast.expr, places: Sequence[ast.expr], names: Sequence[str]
) -> Iterator[Change]:
    if any(id(node) in map(id, parts(each)[1:]) for each in places for node in places):
        return  # one of them stands inside of another
    some = rules.left_out, rules.other_name, rules.other_operator, rules.powers
    made = [[c for rule in some for c in rule(node, names)] for node in places]
    is_function = not isinstance(places[0], ast.Name)
    for changes in zip(*made, strict=False):
        if len({ast.dump(change.tree) for change in changes}) == 1 or is_function:
            pairs = zip(places, changes, strict=True)
            whole = replaced(tree, {id(node): change.tree for node, change in pairs})
            yield Change(whole, f"{changes[0].said}, in all places")
