"""What `grader doctor` found, one line each, and what to do where it is not right."""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from grader.reports.text import padded, paragraphs, visible, wrapped

_MARK_WIDTH = 8
_NAME_WIDTH = 14


class Mark(StrEnum):
    """How a finding is."""

    OK = "ok"
    LOOK = "look"
    BROKEN = "broken"


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at.

    Attributes:
        name: what it is, two words at most.
        said: what was found, short enough for one line.
        mark: whether something is to be done.
        act: what to do, one sentence; "" where it is right.
    """

    name: str
    said: str
    mark: Mark = Mark.OK
    act: str = ""


def render_findings(head: str, findings: Sequence[Finding], width: int) -> str:
    """Return the findings as a list, and a line that sums up.

    Args:
        head: what was looked at.
        findings: in the order in which they are read.
        width: columns of the terminal.
    """
    undone = _undone(findings)
    things = "1 thing needs" if undone == 1 else f"{undone} things need"
    closing = f"{things} a look." if undone else "All is right.\n\nNext: grader"
    return _listed(head, findings, closing, width)


def render_differences(head: str, findings: Sequence[Finding], width: int) -> str:
    """Return what is the same and what is not, and a line that sums up.

    Args:
        head: what was compared.
        findings: in the order in which they are read.
        width: columns of the terminal.
    """
    undone = _undone(findings)
    things = "1 thing differs" if undone == 1 else f"{undone} things differ"
    return _listed(
        head, findings, f"{things}." if undone else "Nothing differs.", width
    )


def _undone(findings: Sequence[Finding]) -> int:
    return sum(finding.mark is not Mark.OK for finding in findings)


def _listed(head: str, findings: Sequence[Finding], closing: str, width: int) -> str:
    rows = "\n".join(_row(finding, width) for finding in findings)
    return paragraphs([wrapped(head, width), rows, closing])


def _row(finding: Finding, width: int) -> str:
    indent = " " * (_MARK_WIDTH + _NAME_WIDTH)
    name = padded(visible(finding.name), _NAME_WIDTH - 1)
    said = wrapped(visible(finding.said), width, indent).removeprefix(indent)
    row = f"{finding.mark:<{_MARK_WIDTH}}{name} {said}"
    if not finding.act:
        return row
    return f"{row}\n{wrapped(visible(finding.act), width, indent)}"
