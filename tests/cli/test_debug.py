"""`grader check --debug` on a terminal, with a person who types into the debugger."""

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import Result

MINICOURSE = Path(__file__).parent.parent / "minicourse"
BACKWARD = '        return dout * self.params["gamma"]\n'
STOPS = f"        dx = 2 * dout\n        breakpoint()\n{BACKWARD}"
OPENING = """\
Your scale.py runs in this process now: breakpoint() stops here, what it prints
appears at once, and no time limit is set. The first check that fails is the
last one.
"""


class Ended(NamedTuple):
    """What stood on the terminal, and the exit status."""

    screen: str
    status: int


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A student's finished file in a course of one unit."""
    root = tmp_path / "course"
    shutil.copytree(MINICOURSE, root, ignore=shutil.ignore_patterns("__pycache__"))
    module = root / "assignments" / "u01_scale" / "scale.py"
    shutil.copy(root / "solutions" / "u01_scale" / "scale.py", module)
    return module


def edit(place: Path, old: str, new: str) -> None:
    """Change the student's file."""
    place.write_text(place.read_text().replace(old, new))


def on_a_terminal(place: Path, *arguments: str, typed: str = "") -> Ended:
    """Run `grader check` in the unit's folder on a terminal of its own."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "grader", "check", *arguments],
        cwd=place.parent,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "80"},
        start_new_session=True,
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    screen = b""
    while data := _read(ours):
        screen += data
    os.close(ours)
    text = screen.decode().replace("\r\n", "\n").replace(str(place), "scale.py")
    return Ended(text, process.wait(30))


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:  # how Linux says that the other end is closed
        return b""


def test_a_breakpoint_stops_in_the_students_file(place: Path) -> None:
    """With the line, its variables, and a way on to the end of the check."""
    edit(place, BACKWARD, STOPS)

    ended = on_a_terminal(place, "1.2", "--debug", typed="p dx.shape\ncontinue\n")

    assert "> scale.py(35)backward()\n-> return dout *" in ended.screen
    assert "(Pdb) p dx.shape\n(2, 3)\n" in ended.screen
    assert "     passed\n\nEvery check that was run passed.\n" in ended.screen
    assert 0 == ended.status


def test_stepping_does_not_lead_into_the_grader(place: Path) -> None:
    """After the last line of a function comes the next one of the student's."""
    edit(place, BACKWARD, STOPS)

    ended = on_a_terminal(
        place, "1.2", "--debug", typed="next\nnext\nwhere\ncontinue\n"
    )

    assert "--Return--\n> scale.py(35)backward()" in ended.screen
    assert "--Call--\n> scale.py(17)__init__()" in ended.screen


def test_a_breakpoint_may_be_set_by_file_and_line(place: Path) -> None:
    """By the short name that messages use."""
    edit(place, BACKWARD, STOPS)

    ended = on_a_terminal(
        place, "1.2", "--debug", typed="break scale.py:26\ncontinue\nquit\n"
    )

    assert "Breakpoint 1 at scale.py:26\n" in ended.screen
    assert "> scale.py(26)forward()\n-> return self.params" in ended.screen


def test_quitting_the_debugger_ends_with_one_sentence(place: Path) -> None:
    """And with the status of a command that was stopped."""
    edit(place, BACKWARD, STOPS)

    ended = on_a_terminal(place, "1.2", "--debug", typed="quit\n")

    assert ended.screen.endswith(
        "(Pdb) quit\nYou left the debugger; the check it stopped in was not finished.\n"
    )
    assert 130 == ended.status


def test_control_c_ends_with_one_word(place: Path) -> None:
    """Whatever the code was doing."""
    endless = "        import os, signal; os.kill(os.getpid(), signal.SIGINT)\n"
    edit(place, BACKWARD, f"{endless}        while True: pass\n")

    ended = on_a_terminal(place, "1.2", "--debug")

    assert ended.screen.endswith("on a small batch.\nStopped.\n")
    assert 130 == ended.status


def test_a_failure_is_told_and_ends_the_run(place: Path) -> None:
    """The whole page, with what the code printed where it was printed."""
    edit(place, BACKWARD, "        print('here')\n        raise ValueError(7)\n")

    ended = on_a_terminal(place, "u01", "--debug")

    assert (
        f"""\
{OPENING}
1.1  Each column is multiplied by its own factor.
     passed

1.2  Backward differentiates the forward pass on a small batch.
here
     crashed

  Check: Backward differentiates the forward pass on a small batch.

  ValueError at scale.py:34: 7.

  Your own lines on the way there:

    File "scale.py", line 34, in backward
      raise ValueError(7)
  ValueError: 7

This check failed, so the ones after it were not run. Change the code and run
the same command again; grader check u01 looks at all checks and for the cause.
"""
        == ended.screen
    )
    assert 1 == ended.status


def test_what_is_not_written_yet_is_said_at_the_end(place: Path) -> None:
    """It is no failure, and not a pass."""
    edit(place, BACKWARD, '        raise NotImplementedError("1.2 Scale.backward")\n')

    ended = on_a_terminal(place, "u01", "--debug")

    assert ended.screen.endswith(
        "No check failed, but not all of the code is written yet.\n"
    )
    assert 1 == ended.status


Run = Callable[..., Result]


def test_without_a_unit_it_must_be_named(run: Run) -> None:
    """Looking for the one not done would take the code through its breakpoints."""
    result = run("check", "--debug")

    assert result.exit_code == 2
    assert result.stderr == (
        "Error: --debug works on one unit at a time; name it or an exercise of it, "
        "as in grader check 2.1 --debug.\n"
    )


def test_an_exercise_of_another_unit_is_refused(run: Run) -> None:
    """One module runs in this process."""
    result = run("check", "u02", "--only", "6.3", "--debug")

    assert result.exit_code == 2
    assert result.stderr == (
        "Error: exercise 6.3 belongs to u06_batchnorm, not to u02_layers; debug one "
        "unit after the other.\n"
    )


def test_an_archive_is_refused(run: Run, kit: Path) -> None:
    """Its file is nowhere an editor could open it."""
    (kit / "ann.zip").write_bytes(b"")

    result = run("check", "ann.zip", "--only", "6.3", "--debug")

    assert result.exit_code == 2
    assert result.stderr == (
        "Error: --debug runs a Python file where it lies, but ann.zip is none; name a "
        "unit, or the folder with your batchnorm.py.\n"
    )


@pytest.mark.parametrize("command", ["grade", "batch"])
def test_commands_that_grade_have_no_such_option(run: Run, command: str) -> None:
    """A teacher's process never runs a submission's code."""
    result = run(command, "anything", "--debug")

    assert result.exit_code == 2
    assert "No such option '--debug'" in result.stderr
