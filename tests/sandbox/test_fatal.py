"""The line at which compiled code brought a worker down."""

import pytest

from grader.errors import WorkerCrashed
from grader.judge.outcomes import message_of, source_line
from grader.model import Limits
from grader.sandbox.fatal import split
from tests.sandbox.conftest import Start

SOURCE = """
import ctypes
import os

def inner():
    ctypes.string_at(0)

def null():
    print("so far")
    inner()

def leave():
    print("bye")
    os._exit(3)

def pretend():
    print('Fatal Python error: no\\n  File "answer.py", line 2 in null', flush=True)
    os._exit(3)
"""
DUMP = (
    "Fatal Python error: Segmentation fault\n\n"
    "Current thread 0x00007f (most recent call first):\n"
    '  File "/usr/lib/python3/ctypes/__init__.py", line 519 in string_at\n'
    '  File "other.py", line 9 in f\n'
    '  File "answer.py", line 6 in inner\n'
    '  File "answer.py", line 10 in null\n'
)


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("", ("", 0)),
        ("a\nb\n", ("a\nb\n", 0)),
        (DUMP, ("", 6)),
        (f"a\n{DUMP}", ("a\n", 6)),
        (DUMP.replace('"answer.py"', '"/tmp/x/answer.py"'), ("", 6)),
        (DUMP.replace('"answer.py"', '"my_answer.py"'), ("", 0)),
        ("Fatal Python error: Aborted\n", ("", 0)),
    ],
    ids=["nothing", "prints", "dump", "both", "in a folder", "another file", "no line"],
)
def test_the_innermost_line_of_the_file_is_found(
    printed: str, found: tuple[str, int]
) -> None:
    """What the submission printed itself is kept."""
    assert found == split(printed, "answer.py")


def test_a_crash_of_compiled_code_is_told_with_its_line(submission: Start) -> None:
    """Where there is no traceback, a line is all there is to go by."""
    student = submission(SOURCE)

    with pytest.raises(WorkerCrashed) as caught:
        student.null()

    assert message_of(caught.value, Limits()) == (
        "The Python process of this code was killed by a segmentation fault "
        "(SIGSEGV); it was at answer.py:6."
    )
    shown = source_line(caught.value, SOURCE.encode())
    assert "    6 | ctypes.string_at(0)" in shown


def test_an_exit_has_no_line(submission: Start) -> None:
    """Nothing was said of it."""
    with pytest.raises(WorkerCrashed) as caught:
        submission(SOURCE).leave()

    assert message_of(caught.value, Limits()) == (
        "It ended its process with exit code 3."
    )


def test_a_submission_that_prints_such_a_text_gets_a_wrong_line(
    submission: Start,
) -> None:
    """It misleads nobody but its author."""
    with pytest.raises(WorkerCrashed) as caught:
        submission(SOURCE).pretend()

    assert "answer.py:2" == caught.value.where
