"""The line that a call is at when its time is over: a hint of the worker's."""

import pytest

from grader.errors import CallTimeout, MemoryExceeded, ProtocolViolation
from grader.judge.outcomes import message_of, source_line
from grader.model import Limits
from grader.sandbox.late import At
from grader.sandbox.messages import Ref, Returned
from tests.sandbox.conftest import Start
from tests.sandbox.peers import Play, play, replied

__all__ = ["play"]

SOURCE = """
def loop():
    n = 0
    while True: n += helper()

def helper():
    while True: pass

def ask(function):
    function()
    while True: pass

def eat():
    return [b"x" * 2**40]

class Layer:
    def __init__(self):
        while True: pass
"""
FUNCTION = Returned(Ref(1, "function"))


@pytest.mark.parametrize(("name", "line"), [("loop", 7), ("Layer", 18)])
def test_a_call_that_runs_out_of_time_names_its_line(
    submission: Start, name: str, line: int
) -> None:
    """In the innermost function of theirs, also where a call was not waited for."""
    limits = Limits(call_s=1.0)
    with pytest.raises(CallTimeout) as caught:
        getattr(submission(SOURCE, limits), name)().anything()

    shown = SOURCE.splitlines()[line - 1].strip()
    said = f"It did not finish within 1 s; it was at answer.py:{line}."
    assert said == message_of(caught.value, limits)
    assert f"    {line} | {shown}" in source_line(caught.value, SOURCE.encode())


def test_a_line_is_told_after_a_function_of_the_suites(submission: Start) -> None:
    """The watch only pauses while the judge answers."""
    student = submission(SOURCE, Limits(call_s=1.0))

    with pytest.raises(CallTimeout) as caught:
        student.ask(lambda: None)

    assert "answer.py:11" == caught.value.where


def test_an_import_that_runs_out_of_time_names_its_line(submission: Start) -> None:
    """It has a limit of its own."""
    student = submission("x = 1\nwhile True: pass\n", Limits(import_s=1.0))

    with pytest.raises(CallTimeout) as caught:
        student.anything()

    assert "answer.py:2" == caught.value.where


def test_memory_that_is_not_there_names_its_line(walled_submission: Start) -> None:
    """Its exception has a traceback."""
    limits = Limits(memory_mib=128)
    with pytest.raises(MemoryExceeded) as caught:
        walled_submission(SOURCE, limits).eat()

    assert (
        "Your code ran out of memory at answer.py:14: all that it keeps came to more "
        "than the 128 MiB it may use."
    ) == message_of(caught.value, limits)


def test_a_line_that_comes_before_the_value_changes_nothing(play: Play) -> None:
    """The call was slow, and finished after all."""
    assert 1 == play(FUNCTION, replied(At(3), Returned(1))).f()


@pytest.mark.parametrize("line", [0, -1])
def test_a_line_that_is_none_is_refused(play: Play, line: int) -> None:
    """No file has it."""
    with pytest.raises(ProtocolViolation) as caught:
        play(FUNCTION, At(line)).f()

    assert (
        "a reply of type At out of turn came; only the return value of a function may "
        "reach the grader"
    ) == str(caught.value)


def test_a_line_is_told_once(play: Play) -> None:
    """Who tells more keeps the judge reading."""
    with pytest.raises(ProtocolViolation):
        play(FUNCTION, replied(At(3), At(4))).f()
