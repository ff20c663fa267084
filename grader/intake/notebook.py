"""A notebook's code cells, as the source of a module."""

import json
import re
from collections.abc import Iterator, Sequence

from grader.intake.wording import refusal

_SAVE_AGAIN = "open it in Jupyter and save it again"

# Their cells are Python after the first line; those of the others are not.
_MAGICS_OVER_PYTHON = {"%%capture", "%%prun", "%%time", "%%timeit"}
_LINE_END = re.compile(r"\r\n?|\n")
# Nothing here is tried twice, so that no line takes longer than its length.
_MAGIC = re.compile(r"\s*+(?:[%!?]|[\w.,\s]++=\s*+[%!]|[\w.]++\?{1,2}\s*+$)")
_TOKEN = re.compile(
    r"""\#.*                                # a comment
    |(?P<quote>"{3}|'{3})                   # where a long string begins
    |"(?:\\.|[^"\\])*+\\?(?:"|$)            # a string, or what is there of it
    |'(?:\\.|[^'\\])*+\\?(?:'|$)
    |(?P<open>[(\[{])|(?P<close>[)\]}])
    """,
    re.VERBOSE,
)
_REST_OF_STRING = {
    '"""': re.compile(r'(?:\\.|(?!""")[^\\])*+"""'),
    "'''": re.compile(r"(?:\\.|(?!''')[^\\])*+'''"),
}
_MARKER = re.compile(r"#\s*grader:\s*(\S+)\s*")


def code_cells(upload: str, data: bytes) -> list[str]:
    """Return the text of each code cell, in order.

    Args:
        upload: what was handed in.
        data: the notebook's file.

    Raises:
        IntakeError: if this is no notebook.
    """
    try:
        notebook = json.loads(data)
    except (ValueError, RecursionError) as error:
        found = "this is not a notebook, because it is not JSON"
        raise refusal(upload, found, _SAVE_AGAIN) from error
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        found = "this is not a notebook of format 4, because it has no list of cells"
        raise refusal(upload, found, _SAVE_AGAIN)
    return [
        _text(upload, number, cell)
        for number, cell in enumerate(cells, start=1)
        if not isinstance(cell, dict) or cell.get("cell_type") == "code"
    ]


def is_marked_for(cells: list[str], module: str) -> bool:
    """Return whether a cell begins with "# grader: " and the module's name."""
    markers = (_MARKER.fullmatch(_LINE_END.split(cell, 1)[0]) for cell in cells)
    return any(marker and marker[1] == module for marker in markers)


def module_source(cells: list[str], names: Sequence[str] = ()) -> bytes:
    """Return the cells as one module in which no line has moved.

    Before each cell stands its number; what only IPython understands is
    commented out.

    Args:
        cells: the text of each.
        names: what the unit asks for. The first line names them, and tells whoever
            imports the module to leave out what they do not need.
    """
    lines = []
    for number, cell in enumerate(cells, start=1):
        is_head = number == 1 and names
        head = f" of a notebook that is graded for: {', '.join(names)}"
        lines.append(f"# cell {number}{head if is_head else ''}")
        lines.extend(_python_lines(_LINE_END.split(cell)))
    # Text that is half of a character can be in JSON, but in no file.
    return "\n".join([*lines, ""]).encode("utf-8", "backslashreplace")


def _text(upload: str, number: int, cell: object) -> str:
    source = cell.get("source") if isinstance(cell, dict) else None
    lines = [source] if isinstance(source, str) else source
    if isinstance(lines, list) and all(isinstance(line, str) for line in lines):
        return "".join(lines)
    found = f"cell {number} of the notebook has no text"
    raise refusal(upload, found, _SAVE_AGAIN)


def _python_lines(lines: list[str]) -> Iterator[str]:
    magic = next((line for line in lines if line.strip()), "").split()[:1]
    if magic and magic[0].startswith("%%") and magic[0] not in _MAGICS_OVER_PYTHON:
        yield from (f"# {line}" for line in lines)
        return
    place = _Place()
    is_magic_going_on = False
    for line in lines:
        if is_magic_going_on:
            yield f"# {line}"
        elif place.is_start_of_statement and _MAGIC.match(line):
            yield _commented(line)
        else:
            place.move_past(line)
            yield line
            continue
        is_magic_going_on = line.endswith("\\")


def _commented(line: str) -> str:
    code = line.lstrip()
    indent = line[: len(line) - len(code)]
    # A block with nothing but a comment in it would not be Python.
    return f"{indent}pass  # {code}" if indent else f"# {code}"


class _Place:
    """Where in the Python of a cell the next line stands.

    A line that begins with "%" may also go on with a sum or a text.
    """

    def __init__(self) -> None:
        self._quote = ""
        self._depth = 0
        self._is_continued = False

    @property
    def is_start_of_statement(self) -> bool:
        return not self._quote and self._depth == 0 and not self._is_continued

    def move_past(self, line: str) -> None:
        self._is_continued = line.endswith("\\")
        position = self._end_of_string(line) if self._quote else 0
        while token := _TOKEN.search(line, position):
            position = token.end()
            change = bool(token["open"]) - bool(token["close"])
            self._depth = max(0, self._depth + change)
            if token["quote"]:
                self._quote = token["quote"]
                position = self._end_of_string(line, position)

    def _end_of_string(self, line: str, position: int = 0) -> int:
        end = _REST_OF_STRING[self._quote].match(line, position)
        if end is None:
            return len(line)
        self._quote = ""
        return end.end()
