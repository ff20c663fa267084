"""A notebook's code cells, as the source of a module."""

import json
import re
from collections.abc import Iterator

from grader.intake.wording import refusal

_SAVE_AGAIN = "open it in Jupyter and save it again"

# Their cells are Python after the first line; those of the others are not.
_MAGICS_OVER_PYTHON = {"%%capture", "%%prun", "%%time", "%%timeit"}
_MAGIC = re.compile(r"\s*([%!?]|[\w.,\s]+=\s*[%!]|[\w.]+\?\??\s*$)")
_TOKEN = re.compile(
    r"""\#.*                            # a comment
    |\"{3}|'{3}                         # where a long string begins
    |"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'
    |[()\[\]{}]
    """,
    re.VERBOSE,
)
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
    markers = (_MARKER.fullmatch(cell.partition("\n")[0]) for cell in cells)
    return any(marker and marker[1] == module for marker in markers)


def module_source(cells: list[str]) -> bytes:
    """Return the cells as one module in which no line has moved.

    Before each cell stands its number; what only IPython understands is
    commented out.
    """
    lines = []
    for number, cell in enumerate(cells, start=1):
        lines.append(f"# cell {number}")
        lines.extend(_python_lines(cell.splitlines()))
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
    is_python = not magic or not magic[0].startswith("%%")
    if not is_python and magic[0] not in _MAGICS_OVER_PYTHON:
        yield from map(_commented, lines)
        return
    place = _Place()
    for line in lines:
        if place.is_start_of_statement and _MAGIC.match(line):
            place.after_magic(line)
            yield _commented(line)
        else:
            place.after(line)
            yield line


def _commented(line: str) -> str:
    code = line.lstrip()
    indent = line[: len(line) - len(code)]
    # A block with nothing but a comment in it would not be Python.
    return f"{indent}pass  # {code}" if indent and code else f"# {code}".rstrip()
