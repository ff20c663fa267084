"""The rules for small changes of a formula: what may stand in the place of a part."""

import ast
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.numerics.diagnosis.formula_trees import parts, replaced

OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
    ast.MatMult: "@",
}
COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
OTHERS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
}
NEIGHBOR: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
SIDED = {"maximum", "minimum", "where"}  # functions of several values, without an axis
ALIKE = {
    "exp": ("exp2",),
    "floor": ("ceil", "round"),
    "ceil": ("floor", "round"),
    "round": ("floor", "ceil"),
    "log": ("log2", "log10"),
    "max": ("min", "mean", "sum", "norm"),
    "maximum": ("minimum",),
    "mean": ("sum", "max"),
    "min": ("max",),
    "minimum": ("maximum",),
    "norm": ("sum", "max"),
    "sum": ("mean", "max"),
    "sigmoid": ("tanh", "step"),
    "step": ("sign", "sigmoid"),
    "tanh": ("sigmoid",),
}
DRAWS = {"u", "z"}  # names of random numbers
NUMBERS = (0.5, 0, 1, 2, 3, 4, 6, 10)
OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
}


@dataclass(frozen=True)
class Change:
    """A changed formula, and what the change is: a clause."""

    tree: ast.expr
    said: str


def left_out(node: ast.expr, _names: Sequence[str]) -> Iterator[Change]:
    """A function is not taken, or one side of an operator is not there."""
    if isinstance(node, ast.Call):
        function, *axes = ast.unparse(node.func), *node.args[1:]
        for argument in node.args[: None if function in SIDED else 1]:
            is_case = function == "where"
            said = "it stands there in every case" if is_case else ""
            yield Change(argument, said or f"`{function}` is not taken")
        if axes and function not in SIDED:
            all_over = ast.Call(node.func, node.args[:1], [])
            yield Change(all_over, f"`{function}` runs over all entries")
    if isinstance(node, ast.UnaryOp):
        yield Change(node.operand, "a minus is missing")
    if isinstance(node, ast.BinOp):
        sign = OPERATORS[type(node.op)]
        yield Change(node.left, f"`{sign} {_bracketed(node.right)}` is left out")
        yield Change(_without_left(node), f"`{ast.unparse(node.left)}` is left out")


def _without_left(node: ast.BinOp) -> ast.expr:
    """Return a - b without a, which is -b; a / b without a is 1 / b."""
    if isinstance(node.op, ast.Div):
        return ast.BinOp(ast.Constant(1), node.op, node.right)
    is_difference = isinstance(node.op, ast.Sub)
    return ast.UnaryOp(ast.USub(), node.right) if is_difference else node.right


def other_name(node: ast.expr, names: Sequence[str]) -> Iterator[Change]:
    """Another name stands there, or a number."""
    if isinstance(node, ast.Name):
        for other in names:
            if other != node.id:
                said = f"`{other}` stands where `{node.id}` belongs"
                yield Change(ast.Name(other), said)
        for number in (0, 1, 0.5):
            said = f"`{node.id}` makes no difference, as if it were {number}"
            yield Change(ast.Constant(number), said)
    if isinstance(node, ast.Constant):
        for number in NUMBERS:
            if number != node.value:
                said = f"{number} stands where {node.value!r} belongs"
                yield Change(ast.Constant(number), said)


def other_operator(node: ast.expr, _names: Sequence[str]) -> Iterator[Change]:
    """Another operator or function stands there, or two sides are exchanged."""
    if isinstance(node, ast.BinOp):
        right = OPERATORS[type(node.op)]
        for other in OTHERS.get(type(node.op), ()):
            said = f"`{OPERATORS[other]}` stands where `{right}` belongs"
            yield Change(ast.BinOp(node.left, other(), node.right), said)
        if isinstance(node.op, (ast.Sub, ast.Div, ast.Pow)):
            said = f"the two sides of `{right}` are exchanged"
            yield Change(ast.BinOp(node.right, node.op, node.left), said)
        if isinstance(node.op, ast.MatMult):
            yield from _transposed(node)
        if isinstance(node.op, ast.Pow):
            size = ast.Call(ast.Name("abs"), [node.left], [])
            said = f"`{ast.unparse(size)}` stands where `{ast.unparse(node)}` belongs"
            yield Change(size, said)
            power = ast.Call(ast.Name("exp"), [node.right], [])
            said = f"`exp` stands where `{ast.unparse(node.left)} **` belongs"
            yield Change(power, said)
    elif isinstance(node, ast.Compare):
        yield from _other_comparison(node)
    elif isinstance(node, ast.Call):
        yield from _other_function(node)


def _transposed(node: ast.BinOp) -> Iterator[Change]:
    left, right = (ast.Call(ast.Name("T"), [s], []) for s in (node.left, node.right))
    said = f"`{ast.unparse(node.right)}` is transposed"
    yield Change(ast.BinOp(node.left, node.op, right), said)
    said = f"`{ast.unparse(node.left)}` is transposed"
    yield Change(ast.BinOp(left, node.op, node.right), said)


def _other_comparison(node: ast.Compare) -> Iterator[Change]:
    right = COMPARISONS[type(node.ops[0])]
    for kind in (OPPOSITE, NEIGHBOR):
        found = kind[type(node.ops[0])]
        said = f"it compares as by `{COMPARISONS[found]}`, and must by `{right}`"
        yield Change(ast.Compare(node.left, [found()], node.comparators), said)


def _other_function(node: ast.Call) -> Iterator[Change]:
    function = ast.unparse(node.func)
    for name in ALIKE.get(function, ()):
        said = f"`{name}` stands where `{function}` belongs"
        yield Change(ast.Call(ast.Name(name), node.args, []), said)
    if function in {"maximum", "minimum"}:
        added = ast.BinOp(node.args[0], ast.Add(), node.args[1])
        yield Change(added, f"`+` stands where `{function}` belongs")
    if len(node.args) == 1:
        twice = ast.Call(node.func, [node], [])
        yield Change(twice, f"`{function}` is taken twice")


def regrouped(node: ast.expr, _names: Sequence[str]) -> Iterator[Change]:
    """A function takes less than it must, or parentheses stand in another place."""
    if isinstance(node, ast.Call) and len(node.args) == 1:
        inner = node.args[0]
        if isinstance(inner, ast.BinOp):
            for first, second in ((True, False), (False, True)):
                left = ast.Call(node.func, [inner.left], []) if first else inner.left
                right = (
                    ast.Call(node.func, [inner.right], []) if second else inner.right
                )
                taken = ast.unparse(inner.left if first else inner.right)
                said = f"`{ast.unparse(node.func)}` is taken of `{taken}` alone"
                yield Change(ast.BinOp(left, inner.op, right), said)
    if not isinstance(node, ast.BinOp):
        return
    said = "parentheses are missing, or stand in another place"
    if isinstance(node.right, ast.BinOp):
        left = ast.BinOp(node.left, node.op, node.right.left)
        yield Change(ast.BinOp(left, node.right.op, node.right.right), said)
    if isinstance(node.left, ast.BinOp):
        inner = ast.BinOp(node.left.left, node.op, node.right)
        yield Change(ast.BinOp(inner, node.left.op, node.left.right), said)
        right = ast.BinOp(node.left.right, node.op, node.right)
        yield Change(ast.BinOp(node.left.left, node.left.op, right), said)


def powers(node: ast.expr, _names: Sequence[str]) -> Iterator[Change]:
    """A part is squared, rooted, negated, turned over or taken from 1."""
    if isinstance(node, ast.Constant):
        return
    it = f"`{ast.unparse(node)}`"
    one, two = ast.Constant(1), ast.Constant(2)
    root = ast.Call(ast.Name("sqrt"), [node], [])
    for tree, said in (
        (ast.BinOp(node, ast.Pow(), two), f"{it} is squared"),
        (root, f"a root is taken of {it}"),
        (ast.UnaryOp(ast.USub(), node), f"{it} has the opposite sign"),
        (ast.BinOp(one, ast.Sub(), node), f"1 minus {it} stands where {it} belongs"),
        (ast.BinOp(one, ast.Div(), node), f"{it} is turned upside down"),
        (ast.BinOp(two, ast.Mult(), node), f"{it} is doubled"),
        (ast.BinOp(node, ast.Div(), two), f"{it} is halved"),
        (ast.BinOp(node, ast.Add(), one), f"{it} is 1 too large"),
        (ast.BinOp(node, ast.Sub(), one), f"{it} is 1 too small"),
    ):
        yield Change(tree, said)


def pushed(node: ast.expr, _names: Sequence[str]) -> Iterator[Change]:
    """A function is taken of the names inside, and not of what they make."""
    leaves = [each for each in parts(node)[1:] if isinstance(each, ast.Name)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        base, inner = node.left, node.right
        new: dict[int, ast.expr] = {
            id(n): ast.BinOp(base, ast.Pow(), n) for n in leaves
        }
        said = f"`{ast.unparse(base)} **`"
    elif isinstance(node, ast.Call) and len(node.args) == 1:
        inner = node.args[0]
        new = {id(n): ast.Call(node.func, [n], []) for n in leaves}
        said = f"`{ast.unparse(node.func)}`"
    else:
        return
    chosen = {id(n) for n in leaves if n.id not in DRAWS}
    if len(chosen) > 1 and isinstance(inner, ast.BinOp):
        some = {key: tree for key, tree in new.items() if key in chosen}
        names = dict.fromkeys(n.id for n in leaves if id(n) in chosen)
        listed = " and ".join(f"`{name}`" for name in names)
        text = f"{said} is taken of {listed}, and not of what they make"
        yield Change(replaced(inner, some), text)


def limited(tree: ast.expr) -> Iterator[Change]:
    """The right value, kept above or below a small number."""
    for number in (0, 1):
        for name, side in (("maximum", "below"), ("minimum", "above")):
            call = ast.Call(ast.Name(name), [tree, ast.Constant(number)], [])
            yield Change(call, f"it is never {side} {number}")


def of_the_whole(tree: ast.expr) -> Iterator[Change]:
    """The right value, once more transformed."""
    for number in (2, 3, 100):
        for op, verb in ((ast.Mult(), "multiplied"), (ast.Div(), "divided")):
            changed_tree = ast.BinOp(tree, op, ast.Constant(number))
            yield Change(changed_tree, f"it is {verb} by {number}")
    for name, said in (("exp", "an exp"), ("log", "a logarithm"), ("abs", "an abs")):
        call = ast.Call(ast.Name(name), [tree], [])
        yield Change(call, f"{said} is taken of it once too often")


def one_of_it(node: ast.expr, _names: Sequence[str]) -> Iterator[Change]:
    """Of a longer part only a part of a part is there."""
    direct = {id(each) for each in ast.iter_child_nodes(node)}
    for each in parts(node)[1:]:
        if id(each) not in direct and not isinstance(each, ast.Constant):
            said = f"`{ast.unparse(each)}` stands where `{ast.unparse(node)}` belongs"
            yield Change(each, said)


def strangers(node: ast.expr, names: Sequence[str]) -> Iterator[Change]:
    """A name stands where a whole part belongs."""
    if isinstance(node, (ast.BinOp, ast.Call, ast.Compare)):
        for name in names:
            said = f"`{name}` stands where `{ast.unparse(node)}` belongs"
            yield Change(ast.Name(name), said)


def two_names(node: ast.expr, names: Sequence[str]) -> Iterator[Change]:
    """A name gives way to a sum, a product or the mean of two."""
    if not isinstance(node, ast.Name):
        return
    for left, right in itertools.combinations(names, 2):
        if node.id not in {left, right}:
            continue
        both = ast.BinOp(ast.Name(left), ast.Add(), ast.Name(right))
        for tree in (
            both,
            ast.BinOp(ast.Name(left), ast.Mult(), ast.Name(right)),
            ast.BinOp(both, ast.Div(), ast.Constant(2)),
        ):
            said = f"`{ast.unparse(tree)}` stands where `{node.id}` belongs"
            yield Change(tree, said)


def _bracketed(node: ast.expr) -> str:
    text = ast.unparse(node)
    return f"({text})" if isinstance(node, (ast.BinOp, ast.Compare)) else text
