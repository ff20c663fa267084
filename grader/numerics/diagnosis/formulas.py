"""What a wrong number was computed by: small changes of the formula that is right.

A suite writes down what is right, "sqrt(2 / (fan_in + fan_out))", and what its names
stand for. If the numbers that were found are not those, every formula that is one
change away is evaluated as well: another name, another operator, a part left out, a
function taken once too often. What gives exactly the numbers that were found is named
as it stands, so the sentence is true however the code is written.
"""

import ast
import functools
import operator
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grader.errors import CourseError, Finding
from grader.numerics.diagnosis.change_rules import Change
from grader.numerics.diagnosis.changes import changed, changed_twice

Array = NDArray[np.float64]
RTOL = 1e-9  # of the largest entry: the same formula, computed in another order
NO_NOTES: Mapping[str, str] = MappingProxyType({})
FEW = 4  # different whole numbers: fewer agree with anything
BITS = 24  # of zeros and ones: the same
SHOWN = 3  # formulas that all give the same numbers: the plainest is told


def _reduced(function: Callable[..., Array]) -> Callable[..., Array]:
    """Return a sum, or its like, over everything, or along an axis that stays."""

    def reduced(array: Array, axis: float | None = None) -> Array:
        if axis is None:
            return function(array)
        if int(axis) != axis or not np.ndim(array):
            msg = f"there is no axis {axis}"
            raise ValueError(msg)
        return function(array, axis=int(axis), keepdims=True)

    return reduced


FUNCTIONS: Mapping[str, Callable[..., ArrayLike]] = {
    "T": np.transpose,
    "abs": np.abs,
    "ceil": np.ceil,
    "exp": np.exp,
    "exp2": np.exp2,
    "floor": np.floor,
    "log": np.log,
    "log10": np.log10,
    "log2": np.log2,
    "max": _reduced(np.max),
    "maximum": np.maximum,
    "mean": _reduced(np.mean),
    "min": _reduced(np.min),
    "minimum": np.minimum,
    "norm": lambda array: np.sqrt(np.sum(np.square(array))),
    "round": np.rint,
    "sigmoid": lambda array: 1.0 / (1.0 + np.exp(-array)),
    "sign": np.sign,
    "softmax": lambda array: np.exp(array) / np.exp(array).sum(-1, keepdims=True),
    "sqrt": np.sqrt,
    "step": lambda array: np.asarray(array) > 0,
    "sum": _reduced(np.sum),
    "tanh": np.tanh,
    "where": np.where,
}


_OPERATIONS: Mapping[type[ast.AST], Callable[..., Array]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.MatMult: operator.matmul,
    ast.USub: operator.neg,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class Values:
    """What formulas give; parts that they share are computed once."""

    def __init__(self, parts: Mapping[str, object]) -> None:
        """Prepare to compute with these numbers, by name."""
        self._parts = {k: np.asarray(v, np.float64) for k, v in parts.items()}
        self._known: dict[int, tuple[ast.expr, Array]] = {}

    def of(self, node: ast.expr) -> Array:
        """Return what a formula gives.

        Raises:
            ValueError: it cannot be computed, as a product of shapes that do not fit.
            KeyError: a name in it stands for nothing.
        """
        if id(node) not in self._known:  # the node is kept, so that its id is
            self._known[id(node)] = node, np.asarray(self._new(node), np.float64)
        return self._known[id(node)][1]

    def _new(self, node: ast.expr) -> ArrayLike:
        match node:
            case ast.Name(id=name):
                return self._parts[name]
            case ast.Constant(value=int() | float() as value):
                return value
            case ast.Call(func=ast.Name(id=name), args=args):
                return FUNCTIONS[name](*map(self.of, args))
            case ast.UnaryOp(op=op, operand=inner):
                return _OPERATIONS[type(op)](self.of(inner))
            case ast.BinOp(left=left, op=op, right=right):
                return _OPERATIONS[type(op)](self.of(left), self.of(right))
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return _OPERATIONS[type(op)](self.of(left), self.of(right))
        msg = f"{ast.unparse(node)!r} cannot stand in a formula"
        raise ValueError(msg)


def evaluate(formula: str, parts: Mapping[str, object]) -> Array:
    """Return what a formula gives.

    Args:
        formula: an expression of names, numbers and `FUNCTIONS`.
        parts: what its names stand for.

    Raises:
        CourseError: it cannot be computed.
    """
    try:
        return Values(parts).of(ast.parse(formula, mode="eval").body)
    except (KeyError, SyntaxError, TypeError, ValueError) as error:
        msg = f"formula {formula!r} cannot be computed: {error}."
        raise CourseError(msg) from error


def explain_formula(
    got: ArrayLike,
    formula: str,
    parts: Mapping[str, object],
    *,
    name: str = "It",
    notes: Mapping[str, str] = NO_NOTES,
) -> tuple[Finding, ...]:
    """Return the formulas, one change from the right one, that give what was found.

    Args:
        got: what was found.
        formula: the right one.
        parts: what its names stand for, scalars or arrays; names that do not stand in
            it may have taken the place of one that does.
        name: what was found, as a sentence begins.
        notes: what a name stands for, where a reader does not know it.
    """
    found = np.asarray(got)
    if not found.size or found.dtype.kind not in "biuf" or not np.isfinite(found).all():
        return ()
    wanted, values, names = found.astype(np.float64), Values(parts), tuple(parts)
    is_whole = np.array_equal(wanted, np.rint(wanted))
    if is_whole and not _tells_enough(wanted):
        return ()
    with np.errstate(all="ignore"):
        right = values.of(ast.parse(formula, mode="eval").body)
        if _are_alike(right, wanted):
            return ()
        fitting = [c for c in changes_of(formula, names) if _gives(c, values, wanted)]
        if not fitting and not is_whole:
            twice = changes_of(formula, names, twice=True)
            fitting = [change for change in twice if _gives(change, values, wanted)]
    findings: dict[str, Finding] = {}
    for finding in (_finding(change, name, notes) for change in fitting):
        findings.setdefault(finding.code, finding)
    return tuple(findings.values())[:SHOWN]


def _tells_enough(found: Array) -> bool:
    """Whether whole numbers are so many that no other formula gives them by chance."""
    kinds, counts = np.unique(found, return_counts=True)
    if np.abs(kinds).max() > 1.0:
        return bool(kinds.size >= FEW)
    shares = counts / found.size
    return bool(-(shares * np.log2(shares)).sum() * found.size >= BITS)


def _finding(change: Change, name: str, notes: Mapping[str, str]) -> Finding:
    formula = ast.unparse(change.tree)
    used = set(re.findall(r"[A-Za-z_]\w*", f"{formula} {change.said}"))
    told = [f"{each} is {note}" for each, note in notes.items() if each in used]
    here = f" ({', '.join(told)})" if told else ""
    text = f"{name} is exactly `{formula}`{here}: {change.said}."
    of = "" if name == "It" else f"{name}:"
    return Finding(f"formula:{of}{formula}", text, is_fit=True)


@functools.lru_cache(maxsize=256)
def changes_of(
    formula: str, names: tuple[str, ...], *, twice: bool = False
) -> tuple[Change, ...]:
    """Return all formulas that are one change away, or two, the likeliest first."""
    tree = ast.parse(formula, mode="eval").body
    return tuple((changed_twice if twice else changed)(tree, names))


def _gives(change: Change, values: Values, found: Array) -> bool:
    """Whether a formula gives these numbers, to the last digits."""
    try:
        value = values.of(change.tree)
    except (ArithmeticError, TypeError, ValueError, np.exceptions.AxisError):
        return False
    return _are_alike(value, found)


def _are_alike(value: Array, found: Array) -> bool:
    if value.shape != found.shape or not np.isfinite(value).all():
        return False
    scale = float(np.abs(found).max(initial=0.0))
    return bool((np.abs(value - found) <= RTOL * scale).all())
