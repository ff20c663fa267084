"""Functions and classes cut out of a solution, without docstrings and marks."""

import ast
import re
from collections.abc import Iterator, Sequence

from grader.authoring.marks import Reference, take_apart
from grader.catalog.source import Definition, first_line, last_line, names_of
from grader.errors import CourseError

_MARKS = ("# hole:", "#:", "# solution only")
_QUIET = re.compile(r"\s+# (noqa|type: ignore)\b.*")  # for tools, not for readers


class Excerpt:
    r"""Some of a source's definitions, in the order in which they are named.

    Example:
        >>> code = "class A:\n    def f(self, x):\n        return x\n"
        >>> print(Excerpt(code, "a.py", ["A.f"]).text)
        class A:
            def f(self, x):
                return x
    """

    def __init__(self, source: str, where: str, names: Sequence[str]) -> None:
        self._parts = take_apart(source, where)
        self._found = [(name, self._find(name, where)) for name in names]

    @property
    def text(self) -> str:
        """Their code, indented as it is."""
        pieces = []
        before = ""
        for name, statement in self._found:
            owner = name.rpartition(".")[0]
            code = "\n".join(_lines_of(self._parts, statement))
            if owner and owner != before:
                code = f"{self._header(owner)}\n{code}"
            pieces.append(code)
            before = owner
        return "\n\n".join(pieces)

    def is_like(self, other: "Excerpt") -> bool:
        """Return whether both are one code, whatever annotations and comments say."""
        return self._bare() == other._bare()  # noqa: SLF001 - one of its own kind

    def _bare(self) -> list[str]:
        copies = (ast.parse(ast.unparse(statement)) for _, statement in self._found)
        return [ast.dump(_Bare().visit(copy)) for copy in copies]

    def _find(self, name: str, where: str) -> ast.stmt:
        owner, _, last = name.rpartition(".")
        body = self._parts.tree.body
        if owner:
            holder = _named(body, owner)
            body = holder.body if isinstance(holder, ast.ClassDef) else []
        statement = _named(body, last)
        if statement is None:
            message = f"{where}: expected a definition of {name}, found none."
            raise CourseError(message)
        return statement

    def _header(self, owner: str) -> str:
        holder = _named(self._parts.tree.body, owner)
        assert isinstance(holder, ast.ClassDef)  # noqa: S101 - `_find` saw to it
        lines = self._parts.lines[holder.lineno - 1 : first_line(holder.body[0]) - 1]
        return "\n".join(line for line in lines if line.strip())


class _Bare(ast.NodeTransformer):
    """Takes away what a program does not do: annotations and docstrings."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.returns = None
        node.body = _without_docstring(node.body)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.generic_visit(node)
        node.body = _without_docstring(node.body)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is None:
            return ast.Pass()
        return ast.Assign(targets=[node.target], value=node.value)


def _named(body: Sequence[ast.stmt], name: str) -> ast.stmt | None:
    """Return the statement that gives a name, the last one if several do."""
    found = [statement for statement in body if name in names_of(statement)]
    return found[-1] if found else None


def _lines_of(parts: Reference, statement: ast.stmt) -> Iterator[str]:
    left_out = _docstring_lines(statement) | {
        line
        for line, comment in parts.comments.items()
        if comment.alone and comment.text.startswith(_MARKS)
    }
    is_below_cut = False
    for number in range(first_line(statement), last_line(statement) + 1):
        line = parts.lines[number - 1]
        if number in left_out:
            is_below_cut = True
        elif line.strip() or not is_below_cut:
            yield _QUIET.sub("", line)
            is_below_cut = False


def _docstring_lines(statement: ast.stmt) -> set[int]:
    return {
        line
        for node in ast.walk(statement)
        if isinstance(node, Definition)
        if _without_docstring(node.body) != node.body
        for line in range(node.body[0].lineno, last_line(node.body[0]) + 1)
    }


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    match body:
        case [ast.Expr(value=ast.Constant(value=str())), _, *_]:
            return body[1:]
        case _:
            return body
