"""A default that is another one than in the file that was handed out."""

import ast
import re
from collections.abc import Collection, Iterator

from grader.errors import Finding

CODE = "default"
LONGEST = 2000  # characters of a function's parameters that are read
_MAKER = "__init__"
# The source is read and never parsed: what is nested deep enough ends a parser.
_OPENS = re.compile(r"^(?:class +(\w+)|( *)(?:async +)?def +(\w+)\()", re.MULTILINE)
_DEFAULT = re.compile(
    r"(\w+)\s*(?::(?:[^,=\[\]()]|\[[^\[\]]*\])*)?=\s*([-+]?[\w.]+(?:e[-+]\d+)?)\s*[,)]"
)


def changed_default(
    handed_out: str, source: str, called: Collection[str]
) -> Finding | None:
    """Return what to say of the first default that was changed, None if none was.

    Args:
        handed_out: the module that students were given.
        source: what was handed in.
        called: the functions and classes that a failing check called.
    """
    theirs = dict(_defaults(source))
    for (owner, name, parameter), right in _defaults(handed_out):
        found = theirs.get((owner, name, parameter))
        if (owner or name) not in called or found is None or not _differ(found, right):
            continue
        whose = f"{owner}.{name}" if owner else name
        has, must = (f"{parameter}={value}" for value in (found, right))
        text = f"Your {whose.removesuffix(f'.{_MAKER}')} has {has} by default; it "
        text += f"must be {must}, as in the file that was handed out."
        return Finding(f"{CODE}:{whose}:{parameter}", text)
    return None


def _defaults(source: str) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Yield (class or "", function, parameter) and the default that stands there."""
    owner = ""
    for opened in _OPENS.finditer(source):
        if opened[1]:
            owner = opened[1]
            continue
        owner = owner if opened[2] else ""
        given = _to_the_end(source[opened.end() : opened.end() + LONGEST])
        for parameter, value in _DEFAULT.findall(given):
            yield (owner, opened[3], parameter), value


def _to_the_end(text: str) -> str:
    """Return what stands in brackets that were opened before, with the last one."""
    depth = 1
    for place, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        if depth == 0:
            return text[: place + 1]
    return ""


def _differ(left: str, right: str) -> bool:
    """Whether two defaults are numbers or the like that are not the same.

    What is more than a literal may say the same in other words.
    """
    try:
        return bool(ast.literal_eval(left) != ast.literal_eval(right))
    except (ValueError, SyntaxError):
        return False
