"""Every hostile submission ends in its typed error, in time, with its own words."""

import time

import numpy as np
import pytest

from grader.errors import (
    BadOutput,
    CallTimeout,
    MemoryExceeded,
    NotStarted,
    ProtocolViolation,
    StudentError,
    StudentException,
    WorkerCrashed,
)
from grader.model import Limits
from grader.sandbox.starving import MOST
from tests.sandbox.conftest import Start

KILLED = "the Python process of this code was killed by"
SOURCE = """
import ctypes, os, signal, sys, threading, time
import numpy as np

def boom():
    return np.zeros(3)[5]

def todo():
    raise NotImplementedError("2.1 Affine.forward")

class Rude(Exception):
    def __str__(self):
        raise RuntimeError("no")

def rude():
    raise Rude()

def long_text():
    raise ValueError("x" * 1_000_000)

def leave():
    sys.exit(0)

def leave_at_once():
    os._exit(0)

def interrupt():
    raise KeyboardInterrupt

def null():
    ctypes.string_at(0)

def abort():
    os.abort()

def recurse():
    return recurse()

def hungry():
    return np.ones(2**34)

def eat_slowly():
    kept = []
    while True:
        kept.append(np.ones(2**20))

def loop():
    while True:
        pass

def stubborn():
    while True:
        try:
            time.sleep(9)
        except BaseException:
            pass

def shout_for_ever():
    while True:
        print("x" * 999)

def shout():
    for _ in range(5000):
        print("x" * 999)
    return "done"

def objects():
    return np.array([object()])

def channel():
    import socket
    for descriptor in range(3, 64):
        try:
            if os.readlink(f"/proc/self/fd/{descriptor}").startswith("socket:"):
                return descriptor
        except OSError:
            pass
    return 3

def forge():
    os.write(3, b"DLG1" + b"\\xff" * 40)
    time.sleep(9)

def say_early():
    def later():
        time.sleep(0.05)
        os.write(3, b"early" * 9)
    threading.Thread(target=later).start()

def half():
    os.write(3, b"D")
    time.sleep(9)

def close_channel():
    os.close(3)
    time.sleep(9)

def close_stdout():
    os.close(1)
    os.close(2)
    return "done"

def threads():
    made = []
    for _ in range(2000):
        thread = threading.Thread(target=time.sleep, args=(5,), daemon=True)
        thread.start()
        made.append(thread)

def infinity():
    return np.array([np.nan, np.inf, -0.0])

def fine():
    return 1
"""

ONLY = "; only the return value of a function may reach the grader"


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        (
            "boom",
            StudentException,
            (
                "IndexError at answer.py:6: index 5 is out of bounds for axis 0 with "
                "size 3"
            ),
        ),
        ("todo", NotStarted, "2.1 Affine.forward"),
        (
            "rude",
            StudentException,
            "Rude at answer.py:16: its text could not be printed",
        ),
        ("leave", StudentException, "SystemExit at answer.py:22: 0"),
        ("interrupt", StudentException, "KeyboardInterrupt at answer.py:28"),
        ("leave_at_once", WorkerCrashed, "it ended its process with exit code 0"),
        ("null", WorkerCrashed, f"{KILLED} a segmentation fault (SIGSEGV)"),
        ("abort", WorkerCrashed, f"{KILLED} SIGABRT"),
        (
            "recurse",
            StudentException,
            "RecursionError at answer.py:37: maximum recursion depth exceeded",
        ),
        ("loop", CallTimeout, "it did not finish within 1 s"),
        ("stubborn", CallTimeout, "it did not finish within 1 s"),
        ("shout_for_ever", CallTimeout, "it did not finish within 1 s"),
        (
            "objects",
            BadOutput,
            (
                "expected arrays, numbers or containers of these, found an array of "
                "dtype object"
            ),
        ),
    ],
)
def test_what_code_does_becomes_a_typed_error(
    submission: Start, name: str, kind: type[StudentError], text: str
) -> None:
    """Forked and spawned alike, with the student's own line and nobody else's."""
    student = submission(SOURCE)

    with pytest.raises(kind) as caught:
        getattr(student, name)()

    assert text == str(caught.value)


@pytest.mark.parametrize("name", ["hungry", "eat_slowly"])
def test_asking_for_too_much_memory_is_its_own_error(
    walled_submission: Start, name: str
) -> None:
    """At once or slowly, the machine is not what runs out first."""
    limits = Limits(call_s=10.0, memory_mib=256)
    student = walled_submission(SOURCE, limits)

    with pytest.raises(MemoryExceeded):
        getattr(student, name)()


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        (
            "forge",
            ProtocolViolation,
            (
                "a reply to call 18446744073709551615 in place of 3 came; only the "
                "return value of a function may reach the grader"
            ),
        ),
        ("half", ProtocolViolation, f"a frame with the wrong first bytes came{ONLY}"),
        ("close_channel", WorkerCrashed, "it closed its channel to the grader"),
    ],
)
def test_writing_to_the_graders_channel_gains_nothing(
    walled_submission: Start, name: str, kind: type[StudentError], text: str
) -> None:
    """Forged, partial or missing replies end the conversation."""
    student = walled_submission(SOURCE)

    with pytest.raises(kind) as caught:
        getattr(student, name)()

    assert text == str(caught.value)


def test_bytes_outside_a_call_are_a_violation(walled_submission: Start) -> None:
    """A thread that answers before it was asked is seen with the next request."""
    student = walled_submission(SOURCE)
    student.say_early()
    time.sleep(0.2)

    with pytest.raises(ProtocolViolation) as caught:
        student.fine()

    assert str(caught.value) == (
        "a frame with the wrong first bytes came; only the return value of a "
        "function may reach the grader"
    )


def test_a_timeout_comes_at_the_deadline(submission: Start) -> None:
    """Not earlier, and not much later."""
    student = submission(SOURCE)
    start = time.monotonic()

    with pytest.raises(CallTimeout):
        student.loop()

    assert 1.0 <= time.monotonic() - start < 1.0 * (1 + MOST) + 2.0  # if it must wait


def test_printing_is_kept_up_to_a_limit(walled_submission: Start) -> None:
    """Five megabytes neither block the call nor reach the report."""
    student = walled_submission(SOURCE)

    assert "done" == student.shout()
    printed = student._session.take_output()

    assert printed.endswith("[4995904 more bytes were printed]")


def test_closing_stdout_changes_nothing(submission: Start) -> None:
    """The values do not travel that way."""
    assert "done" == submission(SOURCE).close_stdout()


def test_the_next_use_after_a_crash_finds_a_fresh_worker(submission: Start) -> None:
    """One function that crashes costs its own check only."""
    student = submission(SOURCE)

    with pytest.raises(WorkerCrashed):
        student.leave_at_once()

    assert 1 == student.fine()


def test_a_long_text_is_cut(submission: Start) -> None:
    """A megabyte of exception text does not reach a report."""
    student = submission(SOURCE)

    with pytest.raises(StudentException) as caught:
        student.long_text()

    assert "x" * 500 == caught.value.text


def test_special_numbers_cross_exactly(submission: Start) -> None:
    """NaN, infinities and the sign of zero are values like others."""
    came = submission(SOURCE).infinity()

    assert np.array([np.nan, np.inf, -0.0]).tobytes() == came.tobytes()
