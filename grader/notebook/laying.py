"""A unit's file with the definitions of a notebook laid over it, as one module."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

from grader.notebook.cells import Piece, pieces_of, source_pieces
from grader.notebook.holding import piece_held

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class Laid:
    """A module made of a notebook's definitions and, for the rest, of a file.

    Example:
        >>> laid = Laid("x = 1", ["x = 2"], {"x": 2})
        >>> laid.source.strip()
        'x = 2'
        >>> laid.mine
        ('x',)
    """

    def __init__(
        self, file: str, cells: Sequence[str], namespace: Mapping[str, object]
    ) -> None:
        """Lay what a notebook's names hold over a file.

        Args:
            file: the unit's module, "" if there is none.
            cells: those that ran, in order.
            namespace: what each name holds now.
        """
        self._namespace = namespace
        self._cells = pieces_of(cells)
        below = list(source_pieces(file))
        self._wanted = _wanted(below, self._cells)
        self._over = dict(self._found(self._wanted))
        self._below = {name: piece for piece in below for name in piece.names}
        self._definitions = {
            name
            for piece in below
            if isinstance(piece.statement, _Definition)
            for name in piece.names
        }
        self._lines: list[tuple[str, int, int]] = []
        self._visited: set[tuple[int, bool]] = set()
        self._written: set[int] = set()
        for piece in [*_heads(below, self._cells), *below, *self._over.values()]:
            self._write(piece, is_deep=False)

    @property
    def mine(self) -> tuple[str, ...]:
        """The functions and classes of the unit that are the notebook's."""
        return tuple(name for name in self._wanted if name in self._over)

    @property
    def of_file(self) -> tuple[str, ...]:
        """The functions and classes of the unit that are the file's."""
        below = [name for name in self._wanted if name not in self._over]
        return tuple(name for name in below if name in self._definitions)

    @property
    def source(self) -> str:
        """The text of the module."""
        return "\n".join([*(line for line, _, _ in self._lines), ""])

    def told(self, text: str, module: str) -> str:
        """Return a report in which places in the notebook are places in cells.

        Args:
            text: the report.
            module: the name of the unit's file, which it uses for both.
        """

        def place(match: re.Match[str]) -> str:
            cell, line = self._place(int(match[1]))
            return f"cell {cell}, line {line}" if cell else match[0]

        def quoted(match: re.Match[str]) -> str:
            cell, line = self._place(int(match[1]))
            return f"{line:>{len(match[1])}} | " if cell else match[0]

        text = re.sub(rf"\b{re.escape(module)}:(\d+)", place, text)
        return re.sub(r"(?m)(?<=^      )( *\d+) \| ", quoted, text)

    def _place(self, number: int) -> tuple[int, int]:
        """Return the cell that a line of the module is from, and its line there."""
        is_known = 0 < number <= len(self._lines)
        _, cell, line = self._lines[number - 1] if is_known else ("", 0, number)
        return cell, line

    def _found(self, names: Sequence[str]) -> Iterator[tuple[str, Piece]]:
        """Yield what the notebook gives of these names, and of all they use."""
        waiting, seen = list(names), set(names)
        while waiting:
            name = waiting.pop()
            piece = piece_held(name, self._cells, self._namespace)
            if piece is None:
                continue
            yield name, piece
            for one in (piece, *self._patches(name, piece)):
                new = _loaded(one.statement) - seen
                waiting += sorted(new)
                seen |= new

    def _patches(self, name: str, piece: Piece) -> list[Piece]:
        """Return what sets attributes of a name after it was defined."""
        places = [at for at, one in enumerate(self._cells) if one == piece]
        after = self._cells[places[-1] + 1 :] if places else []
        return [one for one in after if one.patches == name]

    def _write(self, piece: Piece, *, is_deep: bool) -> None:
        """Write a statement, and before it what it needs to be executed."""
        over = [self._over[name] for name in piece.names if name in self._over]
        if over and piece.cell == 0 and len(over) == len(piece.names):
            for one in over:
                self._write(one, is_deep=is_deep)
            return
        if (id(piece), is_deep) in self._visited:
            return
        self._visited.add((id(piece), is_deep))
        patches = [one for name in piece.names for one in self._patches(name, piece)]
        needs = _needs(piece.statement, is_deep=is_deep)
        is_run = not isinstance(piece.statement, _Definition)
        for name in sorted(needs):
            self._write_name(name, is_deep=is_deep or is_run)
        self._append(piece)
        for patch in patches:
            for name in sorted(_loaded(patch.statement)):
                self._write_name(name, is_deep=True)
            self._append(patch)

    def _write_name(self, name: str, *, is_deep: bool) -> None:
        piece = self._over.get(name) or self._below.get(name)
        if piece is not None:
            self._write(piece, is_deep=is_deep)

    def _append(self, piece: Piece) -> None:
        if id(piece) in self._written:
            return
        self._written.add(id(piece))
        for offset, line in enumerate(piece.text.split("\n")):
            self._lines.append((line, piece.cell, piece.line + offset))


def _heads(below: Sequence[Piece], cells: Sequence[Piece]) -> list[Piece]:
    """Return what must stand first: a docstring, and imports from the future."""
    is_text = below and isinstance(below[0].statement, ast.Expr)
    future = [
        piece
        for piece in (*below, *cells)
        if isinstance(piece.statement, ast.ImportFrom)
        and piece.statement.module == "__future__"
    ]
    return [*below[: int(bool(is_text))], *future]


def _wanted(below: Sequence[Piece], cells: Sequence[Piece]) -> tuple[str, ...]:
    """Return the names of the unit; those of all definitions if it has no file."""
    pieces = below or [one for one in cells if isinstance(one.statement, _Definition)]
    named = (
        name
        for piece in pieces
        if not isinstance(piece.statement, ast.Import | ast.ImportFrom)
        for name in piece.names
    )
    return tuple(dict.fromkeys(named))


def _loaded(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _needs(statement: ast.stmt, *, is_deep: bool) -> set[str]:
    """Return the names that must be there when a statement is executed.

    Args:
        statement: the statement.
        is_deep: whether its functions are called then, too.
    """
    if is_deep or not isinstance(statement, _Definition):
        return _loaded(statement)
    if isinstance(statement, ast.ClassDef):
        outside: list[ast.AST] = [*statement.decorator_list, *statement.bases]
        outside += [keyword.value for keyword in statement.keywords]
        inside = [_needs(one, is_deep=False) for one in statement.body]
        return set().union(*map(_loaded, outside), *inside)
    parts: list[ast.AST] = [*statement.decorator_list, statement.args]
    parts += [statement.returns] if statement.returns else []
    return set().union(*map(_loaded, parts))
