"""The way to one worker within its limits, and what is remembered of what it said."""

from collections import Counter, deque
from collections.abc import Callable
from functools import partial

import msgspec

from grader.errors import CallTimeout, StudentError
from grader.model import Limits
from grader.sandbox.answers import MOST, Answer
from grader.sandbox.budget import Budget
from grader.sandbox.client import Worker
from grader.sandbox.messages import (
    Call,
    Count,
    Evaluate,
    Items,
    OnDevice,
    Passes,
    Read,
    Request,
    Returned,
    Same,
    Several,
    Turns,
)
from grader.sandbox.objects import MODULE
from grader.sandbox.plans import Recording, Widening
from grader.sandbox.starving import Queue
from grader.sandbox.wire import Packer

HOPELESS = 2  # a function that hung this often is not called again
FIRST_NUMBER = 1 << 40  # above what a worker counts up to by itself
Reply = Returned | StudentError
Hung = dict[str, list[CallTimeout]]
NOTHING = Same(MODULE, MODULE)  # asked to hear what earlier requests came to
_ADVICE = (Recording, Widening)  # what comes of these is no answer to a check
_TOLD = (Call, Turns, Several, Evaluate, Passes, Read, Items, Count, OnDevice)


class WorkerLine:
    """The way to one worker, as handles use it."""

    def __init__(
        self, worker: Worker, limits: Limits, budget: Budget, hung: Hung, queue: Queue
    ) -> None:
        """Speak to `worker` within `limits` and what `budget` has left.

        Args:
            worker: freshly started.
            limits: for one call.
            budget: for the exercise in hand.
            hung: when each function ran out of time, in any worker.
            queue: how long the worker's process waits for a processor.
        """
        self.worker = worker
        self.filename = worker.filename
        self._hung = hung
        self._queue = queue
        self.budget = budget
        self.watched: list[str] | None = None
        self.may_loop_over: tuple[str, ...] = ()
        self.device = "stand-in"
        self.slowdown = 0.0
        self.replies: list[Reply] = []
        self.called: set[str] = set()
        self.answers: deque[Answer] = deque(maxlen=MOST)
        self.printed = ""  # what is kept of the output, beside what is still to come
        self._limits = limits
        self._held: Counter[int] = Counter()
        self._callables: dict[tuple[str, str], str] = {}
        self._next = FIRST_NUMBER

    def ask(
        self,
        body: Request,
        packer: Packer,
        *,
        at_length: bool = False,
        what: str = "",
    ) -> Returned:
        """Send a request and return the worker's claim.

        Args:
            body: the request.
            packer: holds its arrays.
            at_length: whether it stands for many calls, so that only the
                exercise's own limit applies.
            what: the function it calls, such as "Adam.update".

        Raises:
            CallTimeout: it ran out of time, or did so too often before.
        """
        self._refuse_what_hangs(what)
        limit_s = self._limits.exercise_s if at_length else self._limits.call_s
        self._note_called(body)
        if self.watched is not None and isinstance(body, Call | Turns | Several):
            body = msgspec.structs.replace(body, watch=True)
        try:
            request = partial(self.worker.request, body, packer)
            returned = self.budget.spend(request, limit_s, self._queue)
        except StudentError as error:
            if what and isinstance(error, CallTimeout):
                self._hung.setdefault(what, []).append(error)
            self.replies += [] if isinstance(body, _ADVICE) else [error]
            raise
        if isinstance(body, _TOLD) or (isinstance(body, Same) and body != NOTHING):
            self.replies.append(returned)
        if self.watched is not None:
            self.watched.extend(returned.warned)
        return returned

    def _refuse_what_hangs(self, what: str) -> None:
        """Raise again where a function ran out of time too often, with its line."""
        hung = self._hung.get(what, [])
        if len(hung) >= HOPELESS:
            msg = f"it was not called: {what} has run out of time {HOPELESS} times"
            told = next((one for one in hung[::-1] if one.line), hung[-1])
            raise CallTimeout(msg, told.line, self.filename, told.callers)

    def post(
        self, body: Request, packer: Packer, settle: Callable[[Returned], None]
    ) -> None:
        """Send a request with the next one, or now where that makes a difference."""
        self._note_called(body)
        if self.watched is not None or self.worker.offers_callbacks:
            settle(self.ask(body, packer))
        else:
            self.worker.post(body, packer, settle, self._limits.call_s)

    def _note_called(self, body: Request) -> None:
        if isinstance(body, Call | Turns) and body.target == MODULE:
            self.called.update(map(str, body.path[:1]))

    def settle(self) -> None:
        """Wait until every posted request is answered, or raise what one did."""
        if self.worker.has_posted and self.worker.alive:
            self.ask(NOTHING, self.packer())

    def number(self) -> int:
        """Return a number for an object that a posted request will make."""
        self._next += 1
        return self._next

    def packer(self) -> Packer:
        """Return a packer for one request's values."""
        return self.worker.packer()

    def hold(self, number: int) -> None:
        """Say that one more handle stands for this object."""
        self._held[number] += 1

    def release(self, number: int) -> None:
        """Say that one handle fewer stands for this object."""
        self._held[number] -= 1
        if self._held[number] == 0 and number != MODULE:
            self.worker.release(number)

    def callable_kind(self, owner: str, name: str) -> str | None:
        """What kind of callable this name was seen to be: "type", "method", ..."""
        return self._callables.get((owner, name))

    def note_callable(self, owner: str, name: str, kind: str) -> None:
        """Remember what kind of callable this name is."""
        self._callables[owner, name] = kind
