"""Which statement of a notebook made what a name holds now.

The last one that ran, as a rule. A cell that failed half-way leaves definitions
in the history that were never made, so the code of functions and classes is
compared with what the name holds.
"""

import ast
import inspect
from collections.abc import Iterator, Mapping, Sequence
from types import CodeType, FunctionType

from grader.notebook.cells import Piece

LONGEST = 10_000  # characters of a constant that is written down as it is now
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def piece_held(
    name: str, pieces: Sequence[Piece], namespace: Mapping[str, object]
) -> Piece | None:
    """Return the statement that gives a name what it holds, None if none does.

    Args:
        name: the name.
        pieces: the statements that ran, in order.
        namespace: what each name holds.
    """
    giving = [piece for piece in pieces if name in piece.names]
    if name not in namespace or not giving:
        return None
    last = giving[-1]
    held = namespace[name]
    if isinstance(last.statement, ast.Assign | ast.AnnAssign):
        return _constant(name, held, last)
    if isinstance(last.statement, ast.Import | ast.ImportFrom):
        return _import(name, last.statement, last)
    fitting = [piece for piece in giving if _made(piece.statement, held)]
    return (fitting or [last])[-1]


def _constant(name: str, held: object, piece: Piece) -> Piece:
    """Return the value that a name has now, where it can be written down."""
    text = repr(held)
    try:
        is_exact = len(text) <= LONGEST and ast.literal_eval(text) == held
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return piece
    if not isinstance(is_exact, bool) or not is_exact:
        return piece
    source = f"{name} = {text}"
    return Piece((name,), ast.parse(source).body[0], source, piece.cell, piece.line)


def _import(name: str, statement: ast.Import | ast.ImportFrom, piece: Piece) -> Piece:
    """Return the import of this name alone."""
    names = [
        alias
        for alias in statement.names
        if name == (alias.asname or alias.name.partition(".")[0])
    ]
    one: ast.stmt = (
        ast.ImportFrom(statement.module, names, statement.level)
        if isinstance(statement, ast.ImportFrom)
        else ast.Import(names)
    )
    return Piece((name,), one, ast.unparse(one), piece.cell, piece.line)


def _made(statement: ast.stmt, held: object) -> bool:
    """Return whether a definition can have made an object."""
    if isinstance(statement, _Function):
        return _is_code_of(statement, held)
    if isinstance(statement, ast.ClassDef) and isinstance(held, type):
        return _is_body_of(statement, held)
    return False


def _is_body_of(statement: ast.ClassDef, held: type) -> bool:
    """Return whether a class has the methods that the statement writes.

    Methods that were set later are passed over, and so is what decorators make.
    """
    methods = {one.name: one for one in statement.body if isinstance(one, _Function)}
    written = {
        name: value
        for name, value in vars(held).items()
        if isinstance(value, FunctionType)
        and value.__qualname__ == f"{held.__qualname__}.{name}"
    }
    are_fitting = all(
        _is_code_of(methods[name], value)
        for name, value in written.items()
        if name in methods and not methods[name].decorator_list
    )
    has_more = not written.keys() <= methods.keys()
    return are_fitting and (not has_more or bool(statement.decorator_list))


def _is_code_of(function: _Function, held: object) -> bool:
    code = getattr(inspect.unwrap(held) if callable(held) else held, "__code__", None)
    if not isinstance(code, CodeType):
        return False
    module = ast.Module([_plain(function)], [])
    compiled = compile(module, "<cell>", "exec", dont_inherit=True)
    found = [one for one in compiled.co_consts if isinstance(one, CodeType)]
    return any(list(_marks(one)) == list(_marks(code)) for one in found)


def _plain(function: _Function) -> _Function:
    """Return the function without what is not its body's code."""
    copy = ast.parse(ast.unparse(function)).body[0]
    assert isinstance(copy, _Function)  # noqa: S101 - it was one
    copy.decorator_list = []
    return copy


def _marks(code: CodeType) -> Iterator[object]:
    """Yield what tells a piece of code from another, whatever file it is from."""
    yield from (code.co_code, code.co_names, code.co_varnames)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield list(_marks(constant))
        else:
            yield type(constant), repr(constant)
