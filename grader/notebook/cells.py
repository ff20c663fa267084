"""What the executed cells of a notebook define, statement by statement."""

import ast
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from grader.catalog.source import first_line, last_line, names_of
from grader.intake.notebook import module_source


class Piece(msgspec.Struct, frozen=True):
    """A statement of a cell or of a file.

    Attributes:
        names: what it defines.
        statement: its syntax tree.
        text: its lines, as they were written.
        cell: the number of the cell, 0 for the unit's file.
        line: its first line there.
        patches: the name whose attribute it sets, "" if it sets none.
    """

    names: tuple[str, ...]
    statement: ast.stmt
    text: str
    cell: int = 0
    line: int = 1
    patches: str = ""


def pieces_of(cells: Sequence[str]) -> list[Piece]:
    """Return the statements of cells that define something, in order.

    Magics are passed over, and so are cells that are not Python: they never ran.

    Args:
        cells: the text of each, in the order in which they were executed; the
            place in this sequence is the cell's number.
    """
    return [
        piece
        for number, cell in enumerate(cells)
        for piece in source_pieces(_as_python(cell), number)
        if piece.names or piece.patches
    ]


def source_pieces(source: str, cell: int = 0) -> Iterator[Piece]:
    """Yield each statement of a source, nothing if it is not Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    lines = source.split("\n")
    ends = [0, *(last_line(statement) for statement in tree.body)]
    for end, statement in zip(ends, tree.body, strict=False):
        first, last = first_line(statement), last_line(statement)
        is_alone = first > end and ends.count(last) == 1
        text = "\n".join(lines[first - 1 : last])
        yield Piece(
            names=_names(statement),
            statement=statement,
            text=text if is_alone else ast.unparse(statement),
            cell=cell,
            line=first,
            patches=_patched(statement),
        )


def executed_cells(shell: object, namespace: Mapping[str, object]) -> list[str]:
    """Return the text of the executed cells, the oldest first.

    Args:
        shell: IPython's, None outside of a notebook.
        namespace: its names; IPython keeps the history in `In`, too.
    """
    history = getattr(shell, "history_manager", None)
    cells = getattr(history, "input_hist_raw", None) or namespace.get("In")
    return list(map(str, cells)) if isinstance(cells, list) else []


def _as_python(cell: str) -> str:
    """Return a cell without its magics; no line moves."""
    commented = module_source([cell]).decode()
    return commented.partition("\n")[2]  # the first line says "cell 1"


def _names(statement: ast.stmt) -> tuple[str, ...]:
    if isinstance(statement, ast.If | ast.Try | ast.With):
        inside = (one for one in ast.walk(statement) if isinstance(one, ast.stmt))
        return tuple(
            name for one in inside if one is not statement for name in _names(one)
        )
    return names_of(statement)


def _patched(statement: ast.stmt) -> str:
    """Return the name whose attribute an assignment sets: "A" for "A.f = g"."""
    match statement:
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=name))]):
            return name
        case _:
            return ""
