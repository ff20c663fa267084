"""One submission's unit in workers: started when needed, replaced when they end."""

import time
from collections.abc import Callable

from grader.errors import (
    NO_FILE,
    NameMissing,
    NotStarted,
    StudentError,
    StudentException,
)
from grader.model import Limits
from grader.sandbox.answers import Answer
from grader.sandbox.budget import Budget
from grader.sandbox.client import Clock, Worker
from grader.sandbox.handles import Handle, reference
from grader.sandbox.messages import Load, Ref, Value
from grader.sandbox.objects import MODULE
from grader.sandbox.processes import Process
from grader.sandbox.starving import Queue
from grader.sandbox.workerline import Hung, Reply, WorkerLine


class Session:
    """The submission's module for one unit, through one worker after another.

    Attributes:
        device: where checks of devices send arrays: "stand-in" or "cuda".
        instead: what is said of other files where the module was not handed in.
    """

    def __init__(
        self,
        start: Callable[[], Process],
        filename: str,
        source: bytes | None,
        limits: Limits,
        clock: Clock = time.monotonic,
    ) -> None:
        """Prepare; the first worker starts with the first use.

        Args:
            start: starts a worker process.
            filename: the unit's module, such as "batchnorm.py".
            source: its content, None if it was not handed in.
            limits: what the submission may use.
            clock: seconds, never backwards.
        """
        self._start = start
        self._filename, self._source = filename, source
        self._limits = limits
        self._clock = clock
        self._line: WorkerLine | None = None
        self._import_error: StudentError | None = None
        self._hung: Hung = {}
        self._budgets: dict[str, Budget] = {}
        self._budget = Budget(limits.exercise_s, clock)
        self._may_loop_over: tuple[str, ...] = ()
        self.device, self.instead = "stand-in", ""

    def begin_exercise(
        self, exercise_id: str, may_loop_over: tuple[str, ...] = ()
    ) -> None:
        """Charge what follows to this exercise's time.

        In code for it, Python may loop over some dimensions.
        """
        self._may_loop_over = may_loop_over
        fresh = Budget(self._limits.exercise_s, self._clock)
        self._budget = self._budgets.setdefault(exercise_id, fresh)
        if self._line is not None:
            self._line.budget = self._budget

    @property
    def module_name(self) -> str:
        """The name the module is imported by."""
        return self._filename.removesuffix(".py")

    def line(self) -> WorkerLine:
        """Return the way to a living worker that has imported the module.

        Raises:
            StudentError: the file is missing or its import failed; the import
                is tried once, and every later use fails the same way.
        """
        if self._import_error is not None:
            raise self._import_error
        if self._line is None or not self._line.worker.alive:
            self._line = self._load()
        self._line.may_loop_over = self._may_loop_over
        self._line.device = self.device
        return self._line

    def begin_check(self) -> None:
        """Forget what earlier checks were answered."""
        if self._line is not None:
            self._line.replies = []
            self._line.called = set()
            self._line.answers.clear()
            self._line.slowdown = 0.0

    @property
    def replies(self) -> tuple[Reply, ...]:
        """What the submission answered in the check in hand."""
        return () if self._line is None else tuple(self._line.replies)

    @property
    def called(self) -> frozenset[str]:
        """Names of the module's functions and classes that the check called."""
        return frozenset(self._line.called if self._line else ())

    def answer_with(self, value: Value) -> Answer | None:
        """Return the call of the check in hand that returned this very value."""
        answers = () if self._line is None else tuple(self._line.answers)
        return next((each for each in answers[::-1] if each.gave(value)), None)

    @property
    def slowdown(self) -> float:
        """Time over the reference's, as the check in hand measured it, or 0."""
        return 0.0 if self._line is None else self._line.slowdown

    def settle(self) -> None:
        """Wait until nothing that was asked of the worker is still on its way."""
        if self._line is not None:
            self._line.settle()

    def take_output(self) -> str:
        """Return what the code printed since the last call."""
        if self._line is None:
            return ""
        kept, self._line.printed = self._line.printed, ""
        return kept + self._line.worker.take_output()

    def renew(self) -> None:
        """End the worker; the next use starts a fresh one."""
        if self._line is not None:
            self._line.worker.close()

    def _load(self) -> WorkerLine:
        if self._source is None:
            msg = f"{NO_FILE} {self._filename} was handed in{self.instead}"
            raise NameMissing(msg)
        process = self._start()
        worker = Worker(process, reference, self._filename, self._clock)
        queue = Queue(process.starved_s)
        line = WorkerLine(worker, self._limits, self._budget, self._hung, queue)
        body = Load(self.module_name, self._filename, self._source, seed=0)
        try:
            worker.request(body, worker.packer(), self._limits.import_s)
        except StudentError as error:
            self._import_error = _at_import(error, self._filename)
            worker.close()
            raise self._import_error from error
        queue.more()  # what the import waited is no exercise's
        return line


def _at_import(error: StudentError, filename: str) -> StudentError:
    """Return the error of an import: a hole that is met there stops the whole file."""
    if isinstance(error, NotStarted):
        kind = NotImplementedError.__name__
        where = f"{filename}:{error.line}" if error.line else ""
        error = StudentException(
            kind, (kind,), str(error), error.line, where, error.callers
        )
    if isinstance(error, StudentException):
        error.at_import = True
    return error


class Module(Handle):
    """The submission's module; every use finds a living worker."""

    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        """Stand for the module of `session`; nothing is imported yet."""
        self._session = session
        self._ref = Ref(MODULE, f"module {session.module_name}")
        self._made = None

    def __del__(self) -> None:
        """Leave the module where it is: it was never held by number."""

    @property
    def _line(self) -> WorkerLine:  # type: ignore[override]  # found anew each time
        return self._session.line()
