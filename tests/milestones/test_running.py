"""A story ends in a sentence, whatever the student's code does."""

from pathlib import Path

import pytest

from grader.catalog import load_course
from grader.milestones.listing import find_milestone
from grader.milestones.running import Told, tell
from tests.milestones.short_story import WORK


def told(root: Path, lines: list[str], limit_s: float = 60.0) -> Told:
    """Tell the one story of the course."""
    course = load_course(root)
    return tell(course, find_milestone(course, 1), 1, lines.append, limit_s)


def test_a_story_says_how_far_it_is_and_leaves_something(work: Path) -> None:
    """The lines come while it runs; what is kept comes at the end."""
    lines: list[str] = []

    found = told(work.parents[2], lines)

    assert ["now 2.0", "now 4.0", "now 8.0"] == lines
    assert ("ended", 8.0) == (found.last.kind, found.last.score)
    assert b"8.0 False" == found.kept


@pytest.mark.parametrize(
    ("body", "kind", "text", "line"),
    [
        ("return [][1]", "raised", "IndexError: list index out of range", "return"),
        ("raise SystemExit(3)", "exit", "SystemExit: 3", "raise"),
        ('raise NotImplementedError("1.1 x")', "hole", "1.1 x", "raise"),
    ],
    ids=["raises", "exits", "hole"],
)
def test_what_stops_a_story_is_told_with_the_students_line_alone(
    work: Path, body: str, kind: str, text: str, line: str
) -> None:
    """A traceback through our files would hide the one line that matters."""
    work.write_text(WORK.format(body))

    last = told(work.parents[2], []).last

    assert (kind, text) == (last.kind, last.text)
    assert (f"double.py:5  {body}",) == last.lines
    assert last.lines[0].split()[1].startswith(line)
    assert "u01_double" == last.unit


def test_an_endless_loop_is_ended_and_its_line_told(work: Path) -> None:
    """Nobody should have to guess where a program stands still."""
    work.write_text(WORK.format("while True: number += 0"))

    last = told(work.parents[2], [], limit_s=1.5).last

    assert ("late", ("double.py:5  while True: number += 0",)) == (
        last.kind,
        last.lines,
    )


def test_a_process_that_goes_without_a_word_is_noticed(work: Path) -> None:
    """A crash of the interpreter leaves no exception."""
    work.write_text("import os\n" + WORK.format("os._exit(1)"))

    assert "gone" == told(work.parents[2], []).last.kind


def test_a_flood_of_printing_goes_nowhere(work: Path) -> None:
    """It neither fills the screen nor stops the story."""
    work.write_text(WORK.format('print("x" * 10**7); return 2 * number'))
    lines: list[str] = []

    found = told(work.parents[2], lines)

    assert "ended" == found.last.kind
    assert ["now 2.0", "now 4.0", "now 8.0"] == lines


def test_a_file_that_is_not_python_is_told_with_its_line(work: Path) -> None:
    """It is found when it is imported, before the story begins."""
    work.write_text("def double(:\n")

    last = told(work.parents[2], []).last

    assert ("raised", ("double.py:1  def double(:",), "u01_double") == (
        last.kind,
        last.lines,
        last.unit,
    )
