"""Cut an exercise's definitions out of a student's module, with nobody's words in it.

Docstrings, comments and prints go, and so does whatever stands in the stub already.
What the definitions use of the module comes along.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Sequence

from grader.catalog.source import Definition, names_of, parse

_TALK = frozenset({"print", "breakpoint"})
_SPECIAL = frozenset("\"'\\")
_F_STRING = re.compile(r"\b(?:[fF][rR]?|[rR][fF])['\"]")
_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?")


def excerpts(source: str, stub: str, words: Sequence[str], where: str) -> list[str]:
    """Return a student's definitions for an exercise, cut out ever more widely.

    First the methods and functions that are named alone, then the classes they are
    in, then all of the module.

    Args:
        source: the module.
        stub: the module as the student received it.
        words: texts in which the definitions are named, the first text that names
            any decides: "BatchNorm.backward, after evaluation".
        where: how errors name the module.

    Raises:
        CourseError: the module is not Python.
    """
    ours = _bare(parse(source, where))
    theirs = _bare(parse(stub, "the stub"))
    names = next(filter(None, (_named(ours, text) for text in words)), [])
    wholes = [name.partition(".")[0] for name in names]
    everything = [node for node in ours.body if names_of(node)]
    chosen = [_picked(ours, names), _picked(ours, wholes), everything]
    texts = [_text(_needed(nodes, ours), theirs) for nodes in chosen if nodes]
    return list(dict.fromkeys(filter(None, texts)))


class _Bare(ast.NodeTransformer):
    """Takes out what was written for people."""

    def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:
        match node.value:
            case ast.Constant():
                return None
            case ast.Call(func=ast.Name(id=name)) if name in _TALK:
                return None
        return node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        if getattr(node, "body", None) == [] and not isinstance(node, ast.Module):
            node.body = [ast.Pass()]  # type: ignore[attr-defined]  # it has one
        return node


def _bare(tree: ast.Module) -> ast.Module:
    found = _Bare().visit(tree)
    assert isinstance(found, ast.Module)  # noqa: S101 - a module stays one
    return found


def _named(tree: ast.Module, text: str) -> list[str]:
    """Return the definitions of the module that a text names."""
    known = {name.casefold(): name for name in _definitions(tree)}
    said = dict.fromkeys(word.casefold() for word in _NAME.findall(text))
    found = [known[word] for word in said if word in known]
    if found:
        return found
    classes = dict.fromkeys(word.partition(".")[0] for word in said)
    return [known[word] for word in classes if word in known]


def _definitions(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, Definition):
            yield node.name
        if isinstance(node, ast.ClassDef):
            members = (one for one in node.body if isinstance(one, Definition))
            yield from (f"{node.name}.{member.name}" for member in members)


def _picked(tree: ast.Module, names: Sequence[str]) -> list[ast.stmt]:
    """Return the named definitions, a method inside its otherwise empty class."""
    found: list[ast.stmt] = []
    for node in tree.body:
        if not isinstance(node, Definition):
            continue
        if node.name in names:
            found.append(node)
        elif isinstance(node, ast.ClassDef):
            wanted = [
                member
                for member in node.body
                if isinstance(member, Definition)
                and f"{node.name}.{member.name}" in names
            ]
            found += [_with_members(node, wanted)] if wanted else []
    return found


def _with_members(node: ast.ClassDef, members: Sequence[ast.stmt]) -> ast.ClassDef:
    return ast.ClassDef(
        node.name, node.bases, node.keywords, list(members), node.decorator_list
    )


def _needed(nodes: Sequence[ast.stmt], tree: ast.Module) -> list[ast.stmt]:
    """Return the nodes with all that they use of the module, in the module's order."""
    by_name = {name: node for node in nodes for name in names_of(node)}
    waiting = list(nodes)
    while waiting:
        used = {n.id for n in ast.walk(waiting.pop()) if isinstance(n, ast.Name)}
        for node in tree.body:
            fresh = [n for n in names_of(node) if n in used and n not in by_name]
            by_name |= dict.fromkeys(fresh, node)
            waiting += [node] if fresh else []
    order = [by_name[n] for node in tree.body for n in names_of(node) if n in by_name]
    return list({id(node): node for node in order}.values())


def _text(nodes: Sequence[ast.stmt], stub: ast.Module) -> str:
    known = {ast.dump(node) for node in stub.body}
    members = {
        (node.name, ast.dump(member))
        for node in stub.body
        if isinstance(node, ast.ClassDef)
        for member in node.body
    }
    parts = []
    for node in nodes:
        if ast.dump(node) in known:
            continue
        kept: ast.stmt = node
        if isinstance(node, ast.ClassDef):
            own = [m for m in node.body if (node.name, ast.dump(m)) not in members]
            kept = _with_members(node, own or [ast.Pass()])
        parts.append(_unparsed(kept))
    text = re.sub(r"\n{4,}", "\n\n\n", "".join(parts)).strip("\n")
    return _in_double_quotes(text)


def _unparsed(node: ast.stmt) -> str:
    text = ast.unparse(ast.fix_missing_locations(node))
    if isinstance(node, Definition):
        return "\n\n" + text.replace(":\n\n", ":\n", 1) + "\n\n\n"
    return f"{text}\n"


def _in_double_quotes(text: str) -> str:
    """Return the text with its strings as the house writes them."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    strings = [token for token in tokens if token.type == tokenize.STRING]
    lines = text.split("\n")
    for token in reversed(strings):  # what is to the left keeps its place
        plain = token.string[1:-1]
        is_plain = token.string == f"'{plain}'" and not _SPECIAL & set(plain)
        row, start, end = token.start[0] - 1, token.start[1], token.end[1]
        if is_plain and not _F_STRING.search(lines[row]):
            lines[row] = f'{lines[row][:start]}"{plain}"{lines[row][end:]}'
    return "\n".join(lines)
