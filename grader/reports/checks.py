"""What one check found, as a student reads it below its exercise."""

import re
from collections.abc import Sequence

from grader.model import ScoredCheck
from grader.reports.text import (
    columns,
    indented,
    paragraphs,
    visible,
    words,
    wrapped,
)

_OUTPUT_LINES = 10
_WARNING = re.compile(r"\S+:\d+: \w*Warning: ")
_ROW = re.compile(r" +(?:expected|got|extent|input|call|measured) {2,}")
_DETAIL = "  "
_OTHERS = 3  # failing checks that are named below the one that is told


def told_fully(
    check: ScoredCheck, width: int, *, by_name: bool = False, instead: str = ""
) -> str:
    """Return which check failed, its message, the cause and what was printed.

    Args:
        check: the check.
        width: columns of the terminal.
        by_name: whether the check's name stands beside its title.
        instead: what stands in place of the cause, "" if it is told.
    """
    cause = instead or (check.diagnosis.text if check.diagnosis else "")
    if cause and cause in check.message:
        cause = ""
    return paragraphs(
        [
            _headline(check, width, by_name=by_name),
            _laid_out(check.message, width),
            _laid_out(cause, width),
            _laid_out(_printed(check.output), width),
        ]
    )


def printed_by(check: ScoredCheck, width: int) -> str:
    """Return which check it is and what was printed in it.

    Args:
        check: a check that passed.
        width: columns of the terminal.
    """
    printed = _laid_out(_printed(check.output), width)
    return paragraphs([_headline(check, width, by_name=False), printed])


def other_checks(failing: Sequence[ScoredCheck], width: int, run: str) -> str:
    """Return the names of the checks that failed beside the first, "" if none did.

    Args:
        failing: the checks of an exercise that failed.
        width: columns of the terminal.
        run: the command that checks the exercise again.
    """
    others = failing[1:]
    if not others:
        return ""
    lines = [
        _hanging(f"Another check, {words(check.outcome)}: {check.title}", width)
        for check in others[:_OTHERS]
    ]
    more = f"{len(others) - _OTHERS} more, and all" if others[_OTHERS:] else "All"
    return "\n".join([*lines, f"{_DETAIL}{more} in full: {run} --full"])


def _headline(check: ScoredCheck, width: int, *, by_name: bool) -> str:
    mark = f" (test_{check.id})" if by_name else ""
    return _hanging(f"Check: {check.title}{mark}", width)


def _hanging(text: str, width: int) -> str:
    """Return a sentence whose further lines stand farther right than its first."""
    first, *others = wrapped(visible(text), width - 2, _DETAIL).splitlines()
    return "\n".join([first, *(f"  {line}" for line in others)])


def _printed(output: str) -> str:
    lines = output.rstrip().splitlines()
    if not lines:
        return ""
    left_out = len(lines) - _OUTPUT_LINES
    shown = [f"    {line}" for line in lines[:_OUTPUT_LINES]]
    if left_out > 0:
        shown.append(f"    ({left_out} more lines)")
    is_warned = _WARNING.match(lines[0]) and all(
        _WARNING.match(line) or line.startswith(" ") for line in lines
    )
    whose = "NumPy warned:" if is_warned else "Your code printed:"
    return "\n".join([whose, *shown])


def _laid_out(text: str, width: int) -> str:
    """Return authored text as it is laid out, only too long lines broken."""
    lines = indented(visible(text), _DETAIL).splitlines()
    return "\n".join(_broken(line, width) for line in lines)


def _broken(line: str, width: int) -> str:
    if columns(line) <= width:
        return line
    row = _ROW.match(line)
    margin = line[: len(line) - len(line.lstrip())]
    if row is None:
        return wrapped(line.strip(), width, margin)
    label, rest = row.group(), line[row.end() :]
    return label + wrapped(rest, width, " " * len(label)).lstrip()
