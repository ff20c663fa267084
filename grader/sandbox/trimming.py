"""What a unit needs of a notebook: its functions, and all that they use.

A notebook also plots, tries and measures. None of it is asked for, and some of it needs
what is not there when work is graded, such as matplotlib. What is not needed becomes
comments, so that no line moves.
"""

import ast
import builtins
import re
import symtable
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

HEAD = b"# cell 1 of a notebook that is graded for: "
_CELL = re.compile(r"# cell \d+\b")
_AT_ONCE = {"listcomp", "setcomp", "dictcomp", "genexpr"}  # functions that run at once
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class Piece(NamedTuple):
    """A statement of the notebook's top level.

    Attributes:
        first, last: its lines, counted from 0.
        statement: its syntax tree.
        binds: the names that it gives a value.
        uses: the names from outside that it and what it defines read.
        at_once: those that are read when it is executed.
        changes: the name whose attribute or item it sets, or whose method it calls.
    """

    first: int
    last: int
    statement: ast.stmt
    binds: frozenset[str]
    uses: frozenset[str]
    at_once: frozenset[str]
    changes: str


def trimmed(source: bytes) -> bytes:
    """Return a module in which what its unit does not need is commented out.

    Args:
        source: a module. One that does not begin with `HEAD` and names is no notebook,
            and is returned as it is; so is one that is not Python.
    """
    if not source.startswith(HEAD):
        return source
    lines = source.decode("utf-8", "replace").split("\n")
    wanted = lines[0].encode()[len(HEAD) :].decode().split(", ")
    try:
        pieces = list(_pieces(_without_broken_cells(lines, wanted)))
    except (SyntaxError, ValueError):
        return source
    kept = _needed(pieces, wanted)
    for piece in pieces:
        is_shared = any(
            piece.first <= one.last and one.first <= piece.last for one in kept
        )
        if not is_shared:
            lines[piece.first : piece.last + 1] = [
                f"# {line}" for line in lines[piece.first : piece.last + 1]
            ]
    return "\n".join(lines).encode()


def _without_broken_cells(lines: list[str], wanted: Sequence[str]) -> list[str]:
    """Comment out cells that are not Python: they never ran in the notebook either.

    One that was to define what is asked for stays, and tells its error.
    """
    if _is_python(lines):
        return lines
    starts = [at for at, line in enumerate(lines) if _CELL.match(line)]
    sought = re.compile(rf"\s*(?:def|class)\s+(?:{'|'.join(map(re.escape, wanted))})\b")
    for start, end in pairwise([*starts, len(lines)]):
        cell = lines[start:end]
        if not _is_python(cell) and not any(map(sought.match, cell)):
            lines[start:end] = [f"# {line}" for line in cell]
    return lines


def _is_python(lines: Sequence[str]) -> bool:
    try:
        ast.parse("\n".join(lines))
    except (SyntaxError, ValueError):
        return False
    return True


def _pieces(lines: Sequence[str]) -> Iterator[Piece]:
    for statement in ast.parse("\n".join(lines)).body:
        decorators = getattr(statement, "decorator_list", [])
        first = min([statement.lineno, *(one.lineno for one in decorators)])
        table = symtable.symtable(ast.unparse(statement), "notebook", "exec")
        yield Piece(
            first - 1,
            (statement.end_lineno or first) - 1,
            statement,
            frozenset(_bound(table)),
            frozenset(_used(table)),
            frozenset(_used(table, later=False)),
            _changed(statement),
        )


def _bound(table: symtable.SymbolTable) -> Iterator[str]:
    """Yield the module's names that a statement gives a value, in functions too."""
    is_top = table.get_type() == "module"
    for symbol in table.get_symbols():
        is_given = symbol.is_assigned() or symbol.is_imported()
        if is_given and (is_top or symbol.is_declared_global()):
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _bound(inner)


def _used(table: symtable.SymbolTable, *, later: bool = True) -> Iterator[str]:
    """Yield the module's names that are read, in functions only if `later`."""
    is_top = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (is_top or symbol.is_global()):
            yield symbol.get_name()
    for inner in table.get_children():
        if later or inner.get_type() == "class" or inner.get_name() in _AT_ONCE:
            yield from _used(inner, later=later)


def _changed(statement: ast.stmt) -> str:
    match statement:
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript() as target]):
            return _root(target)
        case ast.AugAssign(target=ast.Attribute() | ast.Subscript() as target):
            return _root(target)
        case ast.Expr(ast.Call(func=ast.Attribute() as method)):
            return _root(method)
        case ast.Expr(ast.Call(func=ast.Name("setattr"), args=[owner, *_])):
            return _root(owner)
    return ""


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _needed(pieces: Sequence[Piece], wanted: Collection[str]) -> list[Piece]:
    """Return what gives the wanted names a value, what that uses, and so on.

    Functions and classes that nothing wanted uses stay as well where they can be
    defined: one of them may be the wanted one under a name of the student's.
    """
    imported = {name for piece in pieces if _is_import(piece) for name in piece.binds}
    sought = set(wanted)
    kept = [piece for piece in pieces if _is_of_all(piece.statement)]
    is_growing = True
    while is_growing:
        new = [
            piece
            for piece in pieces
            if piece not in kept
            and (piece.binds & sought or piece.changes in sought - imported)
        ]
        kept += new
        sought |= {name for piece in new for name in piece.uses}
        is_growing = bool(new)
    there = {name for piece in kept for name in piece.binds} | set(dir(builtins))
    for piece in pieces:
        if isinstance(piece.statement, _Definition) and piece.at_once <= there:
            kept.append(piece)
            there |= piece.binds
    return kept


def _is_of_all(statement: ast.stmt) -> bool:
    """Whether an import may give any name, or changes how the module is read."""
    match statement:
        case (
            ast.ImportFrom(module="__future__") | ast.ImportFrom(names=[ast.alias("*")])
        ):
            return True
    return False


def _is_import(piece: Piece) -> bool:
    return isinstance(piece.statement, ast.Import | ast.ImportFrom)
