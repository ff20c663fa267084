"""Open checks with the code in this process, until one fails."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.catalog import load_course
from grader.errors import CourseError
from grader.intake import take_in
from grader.judge.debugging import Debugged, Work, debug
from grader.model import Check, Outcome, Verdict

DIES = "self.x = x\n        raise {}"


class Notes:
    """Notes down what it is told."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.begun: list[str] = []
        self.messages: list[str] = []
        self.traces: list[str] = []

    def begins(self, check: Check) -> None:
        """Note a check that runs."""
        self.begun.append(check.id)

    def ended(self, _check: Check, verdict: Verdict, trace: str) -> None:
        """Note what it found."""
        self.messages.append(verdict.message)
        self.traces.append(trace)


Debug = Callable[..., Debugged]


@pytest.fixture
def notes() -> Notes:
    """What the onlooker was told."""
    return Notes()


@pytest.fixture
def place(course_root: Path) -> Path:
    """The student's file."""
    return course_root / "assignments" / "u01_scale" / "scale.py"


@pytest.fixture
def run(place: Path, course_root: Path, notes: Notes, reference_source: str) -> Debug:
    """Debug the reference with an edit."""

    def act(old: str = "", new: str = "", only: tuple[str, ...] = ()) -> Debugged:
        place.write_text(reference_source.replace(old, new), encoding="utf-8")
        course = load_course(course_root)
        work = Work(course.units[0], take_in(place, course.units), place, only)
        return debug(course, work, notes)

    return act


def test_checks_run_in_order(run: Debug, notes: Notes) -> None:
    """As `grader check` does, open ones only."""
    ended = run()

    assert Debugged((Outcome.PASSED,) * 3, is_left=False) == ended
    assert [
        "every_column_is_scaled",
        "small_gradient",
        "forward_leaves_x_alone",
    ] == notes.begun


def test_the_first_failing_check_is_the_last_one(run: Debug, notes: Notes) -> None:
    """Whoever debugs wants to see one failure, not the breakpoint ten times."""
    ended = run('self.params["gamma"] * x', "x")

    assert (Outcome.WRONG,) == ended.outcomes
    assert ["every_column_is_scaled"] == notes.begun


def test_only_the_exercise_asked_for_runs(run: Debug, notes: Notes) -> None:
    """The others' failures are not what the student works on."""
    ended = run('self.params["gamma"] * x', "x", only=("1.3",))

    assert (Outcome.PASSED,) == ended.outcomes
    assert ["forward_leaves_x_alone"] == notes.begun


def test_what_is_not_started_is_passed_over(run: Debug) -> None:
    """A hole has nothing to debug."""
    hole = 'raise NotImplementedError("1.2 Scale.backward")'

    ended = run('self.grads["gamma"] = ', f"{hole}\n        self.other = ")

    expected = (Outcome.PASSED, Outcome.NOT_STARTED, Outcome.PASSED)
    assert expected == ended.outcomes


def test_the_code_runs_in_the_main_thread_under_the_name_of_its_file(
    run: Debug, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A debugger needs both: the terminal, and a file that an editor knows."""
    where = "import sys, threading\n        print(sys._getframe().f_code.co_filename)"
    who = "print(threading.current_thread().name)\n        self.x = x"

    run("self.x = x", f"{where}\n        {who}", only=("1.1",))

    expected = f"{place}\n{threading.main_thread().name}\n"
    assert expected == capsys.readouterr().out


def test_of_an_exception_only_the_students_lines_are_told(
    run: Debug, notes: Notes, place: Path
) -> None:
    """No line of the grader's and none of NumPy's."""
    run('return self.params["gamma"] * x', "raise ValueError(7)", only=("1.1",))

    expected = f"""\
  File "{place}", line 26, in forward
    raise ValueError(7)
ValueError: 7
"""
    assert [expected] == notes.traces


def test_a_syntax_error_is_told_with_its_line(
    run: Debug, notes: Notes, place: Path
) -> None:
    """The file was never run, so there are no frames."""
    run('return self.params["gamma"] * x', "return (")

    expected = f"""\
  File "{place}", line 26
    return (
           ^
SyntaxError: '(' was never closed
"""
    assert [expected] == notes.traces


def test_a_debugger_of_the_students_choice_is_left_alone(
    run: Debug, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here none at all, so that the breakpoint is passed over."""
    monkeypatch.setenv("PYTHONBREAKPOINT", "0")

    ended = run("self.x = x", "self.x = x\n        breakpoint()", only=("1.1",))

    assert (Outcome.PASSED,) == ended.outcomes


def test_leaving_the_debugger_ends_the_run(run: Debug, notes: Notes) -> None:
    """What the check found until then is void."""
    ended = run("self.x = x", f"import bdb; {DIES.format('bdb.BdbQuit')}")

    assert Debugged((), is_left=True) == ended
    assert [] == notes.messages


def test_control_c_ends_the_run(run: Debug) -> None:
    """In the code, where no debugger stands."""
    with pytest.raises(KeyboardInterrupt):
        run("self.x = x", DIES.format("KeyboardInterrupt"))

    assert ["MainThread"] == [thread.name for thread in threading.enumerate()]


def test_control_c_ends_the_run_while_the_grader_computes(
    run: Debug, place: Path
) -> None:
    """The thread with the checks must not be waited for forever."""
    suite = place.with_name("test_scale.py")
    main_thread = "threading.main_thread().ident"
    interrupt = f"signal.pthread_kill({main_thread}, signal.SIGINT)"
    source = suite.read_text().replace(
        "import numpy", "import signal, threading, numpy"
    )
    suite.write_text(source.replace("    layer = ", f"    {interrupt}\n    layer = "))

    with pytest.raises(KeyboardInterrupt):
        run()

    assert ["MainThread"] == [thread.name for thread in threading.enumerate()]


def test_an_exit_of_the_code_is_its_own_outcome(run: Debug, notes: Notes) -> None:
    """The same words as without a debugger."""
    run("self.x = x", DIES.format("SystemExit(3)"), only=("1.1",))

    assert [
        (
            "Your code called exit() at scale.py:26. A function ends with return.\n\n"
            "    26 | raise SystemExit(3)"
        )
    ] == notes.messages


def test_a_suite_that_cannot_be_imported_is_its_authors(
    run: Debug, place: Path
) -> None:
    """As in every other run."""
    suite = place.with_name("test_scale.py")
    suite.write_text("import nothing_of_this_name\n")

    with pytest.raises(CourseError) as caught:
        run()

    assert (
        "a suite cannot be imported: assignments/u01_scale/test_scale.py: "
        "ModuleNotFoundError: No module named 'nothing_of_this_name'."
    ) == str(caught.value)


def test_a_fault_of_the_suite_is_no_outcome_of_the_student(
    run: Debug, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told as the grader's own, and why it was goes to the log."""
    suite = place.with_name("test_scale.py")
    source = suite.read_text().replace("close(layer", "close(nobody")
    suite.write_text(source)

    ended = run()

    assert (Outcome.NOT_GRADED,) == ended.outcomes
    assert capsys.readouterr().err == (
        "grader fault in assignments/u01_scale/test_scale.py::"
        "test_every_column_is_scaled: NameError: name 'nobody' is not defined\n"
    )
