"""Open checks with the student's code in this process, for a debugger.

The checks run in a thread; the main thread runs the code, so that `breakpoint()`
owns the terminal. The first failing check ends the run. No cause is looked for:
that would take the code through its breakpoints again.
"""

import bdb
import sys
import tempfile
import threading
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Protocol

import msgspec
import pytest

from grader.errors import CourseError, GraderFault
from grader.judge import fixtures
from grader.judge.bench import Bench, Laid
from grader.judge.items import Item, describe, in_order, suites
from grader.judge.outcomes import FAULT_AT_HOME
from grader.judge.references import References, holes_marked
from grader.judge.run import WITHOUT_PLUGINS
from grader.judge.settings import FreshWorker
from grader.model import (
    Check,
    Course,
    Limits,
    Outcome,
    Submission,
    Unit,
    Verdict,
    Visibility,
)
from grader.sandbox.inplace import Desk
from grader.sandbox.session import Session
from grader.sandbox.stepping import breakpoints_in

UNHURRIED_S = 1e6  # eleven days: who stands in a debugger takes their time
LEAVE_S = 5.0  # for the checks' thread to notice that nobody answers
GOES_ON = frozenset({Outcome.PASSED, Outcome.NOT_STARTED, Outcome.WAITING})


class Onlooker(Protocol):
    """Is told about each check as it comes and goes."""

    def begins(self, check: Check) -> None:
        """Say which check runs now."""

    def ended(self, check: Check, verdict: Verdict, trace: str) -> None:
        """Say what it found, and which lines of the code led to an exception."""


class Work(msgspec.Struct, frozen=True):
    """What is debugged.

    Attributes:
        unit: the unit.
        submission: the student's work.
        place: the file that the unit's module was read from.
        only: exercise ids to run; empty is all.
    """

    unit: Unit
    submission: Submission
    place: Path
    only: tuple[str, ...] = ()


class Debugged(msgspec.Struct, frozen=True):
    """How a run under the debugger ended.

    Attributes:
        outcomes: of the checks that were run, in order.
        is_left: whether the person quit the debugger in the middle of a check.
    """

    outcomes: tuple[Outcome, ...]
    is_left: bool

    @property
    def found(self) -> Outcome | None:
        """The outcome that ended the run, None where no check failed."""
        ends = [outcome for outcome in self.outcomes if outcome not in GOES_ON]
        return ends[0] if ends else None


def debug(course: Course, work: Work, onlooker: Onlooker) -> Debugged:
    """Run open checks on code in this process until one fails.

    Args:
        course: the course.
        work: what to debug.
        onlooker: is told about each check.

    Raises:
        CourseError: the suite cannot be used.
        KeyboardInterrupt: the person pressed Ctrl-C.
    """
    run = DebugRun(course, work, onlooker)
    before = set(sys.modules)
    with (
        tempfile.TemporaryDirectory(prefix="grader-") as empty,
        breakpoints_in(work.place),
    ):
        settings_file = Path(empty) / "pytest.ini"
        settings_file.write_text("[pytest]\n")
        pytest.main(run.arguments(settings_file), plugins=[fixtures, run])
    _forget(set(sys.modules) - before, [work.unit.folder, work.place.parent])
    if run.failure is not None:
        raise run.failure
    if not run.ran:
        msg = "pytest ended before a check ran."
        raise GraderFault(msg)
    return Debugged(tuple(run.outcomes), run.is_left)


class DebugRun:
    """The pytest plugin of one run.

    Attributes:
        failure: what ended the run early, to be raised once pytest has returned.
        ran: whether the run began.
        outcomes: of the checks so far.
        is_left: whether the person quit the debugger.
    """

    def __init__(self, course: Course, work: Work, onlooker: Onlooker) -> None:
        """Prepare a run; see `debug`."""
        self.failure: BaseException | None = None
        self.ran = False
        self.outcomes: list[Outcome] = []
        self.is_left = False
        self._course = course
        self._unit = work.unit
        self._source = work.submission.modules.get(work.unit.id)
        self._only = work.only
        self._onlooker = onlooker
        self._items: dict[pytest.Item, Item] = {}
        self._broken: list[str] = []
        self._desk = Desk({work.unit.module: work.place})
        self._bench = Bench(self._items, References([work.unit]).get, FreshWorker.UNIT)
        self._verdict: Verdict | None = None

    def arguments(self, settings_file: Path) -> list[str]:
        """Return what pytest is called with, so that nothing around it matters."""
        return [
            *(str(path) for path in suites([self._unit], [Visibility.OPEN])),
            "-c",
            str(settings_file),
            f"--rootdir={self._course.root}",
            "--noconftest",
            "--disable-plugin-autoload",
            "--import-mode=importlib",
            "--assert=plain",
            "--capture=no",
            *(f"-pno:{name}" for name in WITHOUT_PLUGINS),
        ]

    def pytest_configure(self, config: pytest.Config) -> None:
        """Offer the fixtures their bench."""
        config.addinivalue_line("markers", "exercise(id, weight): what a check judges")
        config.stash[fixtures.BENCH] = self._bench

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a suite that cannot be imported."""
        if report.failed:
            reason = report.longreprtext.strip().splitlines()[-1].removeprefix("E ")
            self._broken.append(f"{report.nodeid}: {reason.strip()}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the checks in a thread, and the code they call here."""
        self.ran = True
        try:
            self._collect(session.items)
            self._serve()
        except bdb.BdbQuit:
            self.is_left = True
        except BaseException as error:  # noqa: BLE001 - raised again by `debug`
            self.failure = error
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(
        self, pyfuncitem: pytest.Function
    ) -> Generator[None, object, object]:
        """Turn the end of a test into a verdict."""
        bench = self._bench
        try:
            result = yield
            bench.settle(pyfuncitem)
        except Exception as error:  # noqa: BLE001 - the suite's own, or the grader's
            self._verdict = bench.ended(pyfuncitem, error, FAULT_AT_HOME)
        else:
            self._verdict = bench.passed(pyfuncitem)
            return result
        return True

    def _collect(self, tests: Sequence[pytest.Item]) -> None:
        if self._broken:
            msg = f"a suite cannot be imported: {'; '.join(self._broken)}."
            raise CourseError(msg)
        found = [describe(test, self._unit, Visibility.OPEN) for test in tests]
        for item in in_order(found):
            if not self._only or item.exercise.id in self._only:
                self._items[item.test] = item
        if not self._items:
            msg = "the suites hold no check to run."
            raise CourseError(msg)

    def _serve(self) -> None:
        thread = threading.Thread(target=self._run_checks, daemon=True)
        try:
            thread.start()
            self._desk.serve()
        finally:
            self._desk.leave()
            thread.join(LEAVE_S)

    def _run_checks(self) -> None:
        """Run check after check until one fails; what fails here is ours."""
        limits = Limits(UNHURRIED_S, UNHURRIED_S, UNHURRIED_S)
        session = Session(self._desk.start, self._unit.module, self._source, limits)
        ids = frozenset(exercise.id for exercise in self._unit.exercises)
        laid = Laid(session, self._source, ids - holes_marked(self._unit))
        self._bench.lay({self._unit.id: laid}, self._course.seed)
        try:
            for test, item in self._items.items():
                if self._run(test, item.check) not in GOES_ON:
                    break
        except BaseException as error:  # noqa: BLE001 - raised again by `debug`
            self.failure = error
        finally:
            for fault in self._bench.faults:
                sys.stderr.write(f"grader fault in {fault}\n")
            self._bench.clear()
            self._desk.close()

    def _run(self, test: pytest.Item, check: Check) -> Outcome:
        self._desk.trace = ""
        self._verdict = self._bench.before(test)
        if self._verdict is None:
            self._onlooker.begins(check)
            test.config.hook.pytest_runtest_protocol(item=test, nextitem=None)
        verdict = self._verdict
        if self._desk.is_left:
            return Outcome.NOT_GRADED
        if verdict is None:
            verdict = self._bench.broke(test, f"{test.nodeid} failed", FAULT_AT_HOME)
        self.outcomes.append(verdict.outcome)
        self._onlooker.ended(check, verdict, self._desk.trace)
        return verdict.outcome


def _forget(names: set[str], folders: Sequence[Path]) -> None:
    """Drop what was imported from these folders, so that it is read again."""
    files = {name: getattr(sys.modules[name], "__file__", None) for name in names}
    ours = {
        name for name, file in files.items() if file and Path(file).parent in folders
    }
    for name in names:
        if name in ours or any(one.startswith(f"{name}.") for one in ours):
            del sys.modules[name]
