"""The judge: the pytest plugin that takes submissions through the suites."""

import platform
import re
import sys
import time
from collections import ChainMap
from collections.abc import Callable, Generator, Iterable, Sequence

import numpy as np
import pytest

import grader
from grader.errors import CallTimeout, CourseError
from grader.intake import near_miss
from grader.judge import fixtures
from grader.judge.bench import Bench, Laid
from grader.judge.examining import (
    Causes,
    Examination,
    Run,
    key_of,
    signature_of,
    with_causes,
)
from grader.judge.host import Host
from grader.judge.items import Item, describe, in_order, suites
from grader.judge.outcomes import FAULT, FAULT_AT_HOME
from grader.judge.record import VERDICT, RawRecord, verdicts
from grader.judge.references import References, holes_marked
from grader.judge.rerunning import Rerunner
from grader.judge.settings import JudgeSettings
from grader.model import (
    Check,
    Course,
    Diagnosis,
    GraderInfo,
    Isolation,
    Outcome,
    Score,
    Submission,
    Unit,
    Verdict,
    Visibility,
)
from grader.sandbox.session import Session
from grader.scoring import make_score

STOPS = (KeyboardInterrupt, SystemExit)  # the operator's, not a check's outcome


class Judge:
    """The pytest plugin that takes submissions through the collected suites.

    Attributes:
        failure: what ended the run early, to be raised once pytest has returned.
        ran: whether the suites were collected and the run began.
        record: the raw record of the submission in hand.
        suites: the files to collect.
    """

    def __init__(
        self,
        course: Course,
        units: Sequence[Unit],
        submissions: Iterable[Submission],
        on_score: Callable[[Score], None],
        settings: JudgeSettings,
        host: Host,
    ) -> None:
        """Prepare a run; see `grade_all`."""
        self.failure: BaseException | None = None
        self.ran = False
        self.record = RawRecord()
        self.suites = suites(units, settings.visibilities)
        self._course = course
        self._units = units
        self._submissions = submissions
        self._on_score = on_score
        self._settings = settings
        self._host = host
        # Open checks alone run at home, where no teacher reads the log.
        self._tells_teacher = Visibility.HIDDEN in settings.visibilities
        self._items: dict[pytest.Item, Item] = {}
        self._beside: dict[pytest.Item, Item] = {}  # of exercises that nobody chose
        self._broken: list[str] = []
        self._references = References(units)
        self._bench = Bench(self._items, self._references.get, settings.fresh_worker)
        self._examination = Examination(
            self._items,
            Rerunner(
                ChainMap(self._items, self._beside), self._references.get, self._lay
            ),
            beside=self._beside,
            bank=self._tells_teacher,
            rules_only=settings.rules_only,
        )

    def pytest_configure(self, config: pytest.Config) -> None:
        """Offer the fixtures their bench."""
        config.addinivalue_line("markers", "exercise(id, weight): what a check judges")
        config.stash[fixtures.BENCH] = self._bench

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a suite that cannot be imported."""
        if report.failed:
            self._broken.append(f"{report.nodeid}: {_reason(report.longreprtext)}")

    def pytest_report_teststatus(
        self, report: pytest.TestReport
    ) -> tuple[str, str, str]:
        """Name the outcome for the record."""
        return report.outcome, "", ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take every submission through the suites."""
        self.ran = True
        try:
            self._collect(session.items)
            for submission in self._submissions:
                self._on_score(self._grade(submission, session))
        except BaseException as error:  # noqa: BLE001 - raised again by `grade_all`
            self.failure = error
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        """Run a check that needs only our own fixtures without pytest's machinery.

        Setting fixtures up and tearing them down costs three times the rest.
        """
        arguments = self._bench.arguments(item)
        if arguments is None:
            return None
        assert isinstance(item, pytest.Function)  # noqa: S101 - `describe` saw to it
        item.funcargs = arguments
        hook = item.config.hook
        call = pytest.CallInfo.from_call(
            lambda: hook.pytest_runtest_call(item=item), "call", reraise=STOPS
        )
        report = hook.pytest_runtest_makereport(item=item, call=call)
        hook.pytest_runtest_logreport(report=report)
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(
        self, pyfuncitem: pytest.Function
    ) -> Generator[None, object, object]:
        """Turn the end of a test into a verdict."""
        stopped = self._bench.before(pyfuncitem)
        if stopped is not None:
            self._conclude(pyfuncitem, stopped)
        try:
            result = yield
            self._bench.settle(pyfuncitem)
        except Exception as error:  # noqa: BLE001 - the suite's own, or the grader's
            self._conclude(pyfuncitem, self._verdict_on(pyfuncitem, error))
        self._conclude(pyfuncitem, self._bench.passed(pyfuncitem))
        return result

    def _verdict_on(self, test: pytest.Function, error: Exception) -> Verdict:
        """Return what the end of a test means, or that telling it failed."""
        if isinstance(error, CallTimeout) and self._tells_teacher:
            error = CallTimeout(str(error))  # a graded line must not vary
        said = FAULT if self._tells_teacher else FAULT_AT_HOME
        return self._bench.ended(test, error, said, whole=self._settings.tracebacks)

    def _conclude(self, test: pytest.Function, verdict: Verdict) -> None:
        test.stash[VERDICT] = verdict
        if verdict.outcome is not Outcome.PASSED:
            pytest.fail(verdict.message, pytrace=False)

    def _collect(self, tests: Sequence[pytest.Item]) -> None:
        if self._broken:
            msg = f"a suite cannot be imported: {'; '.join(self._broken)}."
            raise CourseError(msg)
        found = [describe(test, *self.suites[test.path]) for test in tests]
        wanted = self._settings.only
        for item in in_order(found):
            is_wanted = not wanted or item.exercise.id in wanted
            draws = "rng" in item.test.fixturenames or not self._settings.drawn_only
            (self._items if is_wanted and draws else self._beside)[item.test] = item
        if not self._items and not self._settings.drawn_only:
            msg = "the suites hold no check to run."
            raise CourseError(msg)

    def _grade(self, submission: Submission, session: pytest.Session) -> Score:
        start = time.perf_counter()
        seed = self._seed(submission)
        sources = submission.modules
        laid = {
            unit.id: self._lay(unit, sources.get(unit.id), submission.ignored)
            for unit in self._units
        }
        self._bench.lay(laid, seed)
        self.record.begin()
        items = list(self._items)
        try:
            for test, following in zip(items, [*items[1:], *items[:1]], strict=True):
                if VERDICT in test.stash:
                    del test.stash[VERDICT]
                test.config.hook.pytest_runtest_protocol(item=test, nextitem=following)
        finally:
            self._bench.clear()
        for fault in self._bench.faults:
            sys.stderr.write(f"grader fault in {fault}\n")
        causes = self._causes(submission, seed)
        found = with_causes(verdicts(self.record.finish(session)), causes)
        return self._score(submission, found, time.perf_counter() - start)

    def _causes(self, submission: Submission, seed: int) -> Causes:
        """Return the cause, or else the signature, of every failure."""
        failures = self._bench.failures
        found: dict[pytest.Item, Diagnosis] = {}
        if failures and self._settings.diagnose:
            run = Run(failures, self._bench.passes, seed)
            without = self._settings.left_out.get(submission.id, ())
            found = self._examination.causes(run, submission.modules, without)
        return {
            key_of(self._items[test]): found.get(test, signature_of(trace.error))
            for test, trace in failures.items()
        }

    def _seed(self, submission: Submission) -> int:
        chosen = self._settings
        usual = self._course.seed if chosen.seed is None else chosen.seed
        return chosen.seeds.get(submission.id, usual)

    def _lay(
        self, unit: Unit, source: bytes | None, ignored: Sequence[str] = ()
    ) -> Laid:
        start = self._host.starter(unit.limits)
        session = Session(start, unit.module, source, unit.limits)
        session.device = self._settings.device
        session.instead = near_miss(unit.module, ignored)
        exercises = frozenset(exercise.id for exercise in unit.exercises)
        return Laid(session, source, exercises - holes_marked(unit))

    def _score(
        self, submission: Submission, found: dict[str, list[Verdict]], duration_s: float
    ) -> Score:
        expected: dict[str, list[Check]] = {unit.id: [] for unit in self._units}
        for item in self._items.values():
            expected[item.unit.id].append(item.check)
        return make_score(
            submission=submission,
            course=self._course,
            units=self._units,
            grader=grader_info(self._host.isolation),
            expected=expected,
            verdicts=found,
            seed=self._seed(submission),
            duration_s=round(duration_s, 6),
            visibilities=self._settings.visibilities,
        )


def _reason(trace: str) -> str:
    """Return the last line of a traceback, after the line that is not Python."""
    *before, reason = trace.strip().splitlines()
    said = reason.removeprefix("E ").strip()
    line = re.compile(r'^(?:E )? *File ".*", line (\d+)$', re.MULTILINE)
    lines = line.findall("\n".join(before))
    return f"line {lines[-1]}: {said}" if lines and "SyntaxError" in said else said


def grader_info(isolation: Isolation) -> GraderInfo:
    """Return what grades here, with the walls that stand."""
    return GraderInfo(
        grader.__version__, platform.python_version(), np.__version__, isolation
    )
