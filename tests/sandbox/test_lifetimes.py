"""A session's workers: the import is tried once, and every exercise has its time."""

import time

import pytest

from grader.errors import CallTimeout, StudentError, StudentException, WorkerCrashed
from grader.model import Limits
from tests.sandbox.conftest import Start

SOURCE = """
def loop():
    while True:
        pass

def fine():
    return 1
"""


@pytest.mark.parametrize(
    ("source", "kind", "text"),
    [
        (
            "def f(:\n",
            StudentException,
            "SyntaxError at answer.py:1: invalid syntax",
        ),
        (
            "import nothing_like_this\n",
            StudentException,
            "ModuleNotFoundError at answer.py:1: No module named 'nothing_like_this'",
        ),
        (
            "import os\nos._exit(3)\n",
            WorkerCrashed,
            "it ended its process with exit code 3",
        ),
        ("while True: pass\n", CallTimeout, "it did not finish within 0.3 s"),
        ("(" * 100_000, StudentException, "SyntaxError"),
        (
            "x = '\0'\n",
            StudentException,
            "source code string cannot contain null bytes",
        ),
    ],
    ids=["syntax", "import", "exit", "loop", "parentheses", "nul"],
)
def test_an_import_that_fails_is_tried_once(
    submission: Start, source: str, kind: type[StudentError], text: str
) -> None:
    """Every check of the unit then fails alike, without waiting again."""
    limits = Limits(import_s=0.3)
    student = submission(source, limits)
    with pytest.raises(kind):
        student.anything()
    start = time.monotonic()

    with pytest.raises(kind) as caught:
        student.anything()

    assert text in str(caught.value)
    assert 0.1 > time.monotonic() - start


def test_an_exercise_has_a_time_of_its_own(submission: Start) -> None:
    """Ten slow checks must not take ten times the limit of a call."""
    limits = Limits(call_s=0.4, exercise_s=0.6)
    student = submission(SOURCE, limits)
    for _ in range(2):
        with pytest.raises(CallTimeout):
            student.loop()

    with pytest.raises(CallTimeout) as caught:
        student.fine()

    assert "the exercise as a whole did not finish within 0.6 s" == str(caught.value)


def test_a_missing_file_is_said_so(walled_submission: Start) -> None:
    """The outcome is `missing`, not a crash."""
    student = walled_submission("")
    student._session._source = None

    with pytest.raises(StudentError) as caught:
        student.anything()

    assert "no file answer.py was handed in" == str(caught.value)


def test_a_function_that_hangs_is_called_twice_and_no_more(submission: Start) -> None:
    """Other functions go on; a class of submissions does not wait for one loop."""
    limits = Limits(call_s=2.0, exercise_s=9.0)
    student = submission(SOURCE, limits)
    with pytest.raises(CallTimeout):
        student.loop()
    start = time.monotonic()
    with pytest.raises(CallTimeout):
        student.loop()
    second = time.monotonic()

    with pytest.raises(CallTimeout) as caught:
        student.loop()

    third = time.monotonic()
    assert "it was not called: loop has run out of time 2 times" == str(caught.value)
    assert second - start > third - second  # a fresh worker each, but no waiting
    assert 1 == student.fine()
