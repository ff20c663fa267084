"""The bench: one submission laid out for its checks, and what they found so far."""

import hashlib
import traceback
from collections import defaultdict
from collections.abc import Callable, Mapping
from types import ModuleType

import numpy as np
import pytest

from grader.checks.calls import call
from grader.errors import (
    CheckFailed,
    Comparison,
    CourseError,
    NotStarted,
    StudentError,
)
from grader.judge.items import Item
from grader.judge.outcomes import (
    STATES,
    blocked_by,
    hole_named,
    holes_in,
    message_of,
    outcome_of,
    source_line,
    with_row,
)
from grader.judge.plainly import DEBUGGER
from grader.judge.settings import FreshWorker
from grader.judge.traces import Trace
from grader.model import Check, Exercise, Outcome, Verdict, Visibility
from grader.sandbox.session import Module, Session


class Laid:
    """One unit of one submission: its session and the state of its exercises.

    Attributes:
        session: the way to the worker that runs the module.
        source: the module's content, None if it was not handed in.
        holes: exercises whose hole is still in the source.
        without_hole: exercises that share another's hole or have none.
    """

    def __init__(
        self, session: Session, source: bytes | None, without_hole: frozenset[str]
    ) -> None:
        """Start with no check run."""
        self.session = session
        self.source = source
        self.holes = holes_in(source)
        self.without_hole = without_hole
        self.outcomes: dict[str, list[Outcome]] = defaultdict(list)

    def blocked(self, exercise: Exercise) -> tuple[Outcome, str] | None:
        """Return the outcome and message of an exercise that cannot run yet."""
        found = blocked_by(exercise, self.outcomes)
        if found is None:
            return None
        needed, why = found
        return self._stopped(exercise, needed, why)

    def stopped_at(self, exercise: Exercise, error: NotStarted) -> (
        tuple[Outcome, str] | None
    ):  # fmt: skip
        """Return the same where a check met the hole of an exercise it needs.

        What has needs and no hole of its own waits for whatever hole it meets.
        """
        hole = hole_named(error)
        waits = exercise.needs and exercise.id not in self.holes | self.without_hole
        if hole in {"", exercise.id} or not (waits or hole in exercise.needs):
            return None
        return self._stopped(exercise, hole, Outcome.NOT_STARTED)

    def _stopped(
        self, exercise: Exercise, needed: str, why: Outcome
    ) -> tuple[Outcome, str]:
        if why is Outcome.NOT_STARTED and exercise.id in self.holes:
            return why, f"{exercise.id} {exercise.name} is not written yet."
        unstarted = why is Outcome.NOT_STARTED and exercise.id in self.without_hole
        return (why if unstarted else Outcome.WAITING), f"{needed} {STATES[why]}."


class Bench:
    """Serves the fixtures of the submission in hand, and takes its verdicts."""

    def __init__(
        self,
        items: Mapping[pytest.Item, Item],
        references: Callable[[str], ModuleType],
        fresh_worker: FreshWorker,
    ) -> None:
        """Prepare for submissions of these checks.

        Args:
            items: what each collected test is.
            references: gives a unit's reference module.
            fresh_worker: when a new worker process replaces the old one.
        """
        self._items = items
        self._references = references
        self._seed = 0
        self._fresh_worker = fresh_worker
        self._laid: dict[str, Laid] = {}
        self._exercise = ""
        self.faults: list[str] = []
        self.failures: dict[pytest.Item, Trace] = {}
        self.passes: list[pytest.Item] = []

    def lay(self, laid: Mapping[str, Laid], seed: int) -> None:
        """Put a submission's units on the bench, in place of the last one's.

        Args:
            laid: the submission's units.
            seed: from which every check draws.
        """
        self._laid = dict(laid)
        self._seed = seed
        self._exercise = ""
        self.faults = []
        self.failures = {}
        self.passes = []

    def clear(self) -> None:
        """End the workers of the submission on the bench."""
        for laid in self._laid.values():
            laid.session.renew()
        self._laid = {}

    def arguments(self, test: pytest.Item) -> dict[str, object] | None:
        """Return what a check asks for, None where it has fixtures of its own."""
        given = {
            "student": self.student,
            "rng": self.rng,
            "reference": self.reference,
        }
        callspec = getattr(test, "callspec", None)
        arguments = {} if callspec is None else dict(callspec.params)
        for name in getattr(test, "fixturenames", ()):
            if name in given:
                arguments[name] = given[name](test)
            elif name not in arguments and not _is_request_of_ours(test, name):
                return None
        return arguments

    def student(self, test: pytest.Item) -> Module:
        """Return the module that the test's unit is about."""
        return Module(self._laid[self._items[test].unit.id].session)

    def rng(self, test: pytest.Item) -> np.random.Generator:
        """Return the check's own generator."""
        item = self._items[test]
        name = f"{item.unit.id}/{item.check.visibility}/{item.check.id}"
        digest = hashlib.sha256(name.encode()).digest()
        return np.random.default_rng([self._seed, int.from_bytes(digest[:8])])

    def reference(self, test: pytest.Item) -> ModuleType:
        """Return the reference module of the test's unit."""
        item = self._items[test]
        if item.check.visibility is Visibility.OPEN:
            msg = (
                f"{item.check.id}: an open check cannot use the reference, which "
                "students do not have."
            )
            raise CourseError(msg)
        return self._references(item.unit.id)

    def before(self, test: pytest.Item) -> Verdict | None:
        """Prepare for one check; return its verdict if it cannot run yet."""
        item = self._items[test]
        laid = self._laid[item.unit.id]
        stopped = laid.blocked(item.exercise)
        if stopped is not None:
            return self._record(item, *stopped)
        if self._fresh_worker is FreshWorker.TEST or (
            self._fresh_worker is FreshWorker.EXERCISE
            and item.exercise.id != self._exercise
        ):
            laid.session.renew()
        self._exercise = item.exercise.id
        laid.session.begin_exercise(item.exercise.id, item.exercise.may_loop_over)
        laid.session.take_output()
        laid.session.begin_check()
        return None

    def settle(self, test: pytest.Item) -> None:
        """Wait for what the check asked of the worker and did not look at.

        Raises:
            StudentError: what the submission did there.
        """
        self._laid[self._items[test].unit.id].session.settle()

    def passed(self, test: pytest.Item) -> Verdict:
        """Record that a check passed."""
        self.passes.append(test)
        return self._record(self._items[test], Outcome.PASSED, "")

    def ended(
        self, test: pytest.Item, error: Exception, said: str, *, whole: bool = False
    ) -> Verdict:
        """Record what ended a check early, or that it could not be put into words.

        Args:
            test: the check.
            error: what it raised.
            said: what a student reads where the suite or the grader failed.
            whole: whether such a fault is logged with its traceback.
        """
        try:
            if isinstance(error, StudentError):
                return self.failed(test, error)
            if isinstance(error, AssertionError):
                title = self._items[test].check.title
                return self.failed(test, CheckFailed(_asserted(error, title)))
        except Exception as other:  # noqa: BLE001 - the grader's own
            error = other
        form = traceback.format_exception if whole else _last_line
        return self.broke(test, f"{test.nodeid}: {''.join(form(error)).strip()}", said)

    def failed(self, test: pytest.Item, error: StudentError) -> Verdict:
        """Record what a submission did wrong in a check."""
        item = self._items[test]
        laid = self._laid[item.unit.id]
        if isinstance(error, NotStarted):
            stopped = laid.stopped_at(item.exercise, error)
            if stopped is not None:
                return self._record(item, *stopped)
        message = message_of(error, item.unit.limits, laid.source)
        message += source_line(error, laid.source)
        inputs = getattr(error, "inputs", "")
        if inputs and item.check.visibility is Visibility.OPEN:
            message = with_row(message, "input", f"{inputs}, seed {self._seed}")
        answer = laid.session.answer_with(getattr(error, "got", None))
        if answer is not None and item.check.visibility is Visibility.OPEN:
            message = with_row(message, "call", call(answer, self._seed))
        self.failures[item.test] = Trace(
            error, laid.session.replies, laid.session.called
        )
        if getattr(error, "kind", "") == DEBUGGER:
            laid.session.take_output()  # the debugger's, with a path of the grader's
        is_open = item.check.visibility is Visibility.OPEN
        numbers = getattr(error, "comparison", None) if is_open else None
        return self._record(item, outcome_of(error), message, numbers)

    def broke(self, test: pytest.Item, text: str, fault: str) -> Verdict:
        """Record that the suite or the grader failed, not the submission."""
        self.faults.append(text)
        return self._record(self._items[test], Outcome.NOT_GRADED, fault)

    def _record(
        self,
        item: Item,
        outcome: Outcome,
        message: str,
        comparison: Comparison | None = None,
    ) -> Verdict:
        laid = self._laid[item.unit.id]
        laid.outcomes[item.exercise.id].append(outcome)
        return Verdict(
            item.check.id,
            item.check.visibility,
            outcome,
            message,
            output=self._output(item.check, laid),
            slowdown=laid.session.slowdown,
            comparison=comparison,
        )

    def _output(self, check: Check, laid: Laid) -> str:
        """Return what the code printed: of open checks only."""
        printed = laid.session.take_output()
        return printed if check.visibility is Visibility.OPEN else ""


def _asserted(error: AssertionError, title: str) -> str:
    """Return what a plain assert of a suite means: its title says what must hold."""
    # Where pytest rewrites asserts, the expression follows on a line of its own.
    said = str(error.args[0]).split("\nassert ")[0] if error.args else ""
    authored = said and not said.startswith("assert ")
    return said if authored else f"this must hold: {title}"


def _last_line(error: Exception) -> list[str]:
    return traceback.format_exception_only(error)[-1:]


def _is_request_of_ours(test: pytest.Item, name: str) -> bool:
    """Whether only our own fixtures, not the check itself, ask for `request`."""
    if name != "request" or not isinstance(test, pytest.Function):
        return False
    code = test.function.__code__
    return name not in code.co_varnames[: code.co_argcount]
