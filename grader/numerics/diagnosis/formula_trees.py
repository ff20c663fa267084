"""The parts of a formula, and a formula with other parts in their places."""

import ast
import operator
from collections.abc import Mapping


def inside(node: ast.expr) -> list[ast.expr]:
    """Return what a part of a formula is made of, but for the name of a function."""
    if isinstance(node, ast.Call):
        return node.args
    return [each for each in ast.iter_child_nodes(node) if isinstance(each, ast.expr)]


def parts(tree: ast.expr) -> list[ast.expr]:
    """Return every part of a formula, itself first."""
    found = [tree]
    for node in found:
        found.extend(inside(node))
    return found


def replaced(node: ast.expr, new: Mapping[int, ast.expr]) -> ast.expr:
    """Return a formula with other nodes in some places; what stays is shared.

    Args:
        node: the formula.
        new: what stands where, by the id of the node that stood there.
    """
    if id(node) in new:
        return new[id(node)]
    old = inside(node)
    made = [replaced(each, new) for each in old]
    if all(map(operator.is_, old, made)):
        return node
    if isinstance(node, ast.BinOp):
        return ast.BinOp(made[0], node.op, made[1])
    if isinstance(node, ast.UnaryOp):
        return ast.UnaryOp(node.op, made[0])
    if isinstance(node, ast.Compare):
        return ast.Compare(made[0], node.ops, made[1:])
    return ast.Call(node.func, made, []) if isinstance(node, ast.Call) else node
