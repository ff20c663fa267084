"""The way to one worker, as handles see it."""

from collections import deque
from collections.abc import Callable
from typing import NoReturn, Protocol

from grader.errors import ProtocolViolation
from grader.sandbox.answers import Answer
from grader.sandbox.messages import Request, Returned
from grader.sandbox.wire import Packer


class Printer(Protocol):
    """What has an output."""

    def take_output(self) -> str:
        """Return what was printed since the last call."""


class Line(Protocol):
    """The way to one worker.

    Attributes:
        filename: the student's file.
        watched: texts of the NumPy warnings so far, None while nobody looks.
        may_loop_over: dimensions that the code of the exercise in hand may loop over.
        device: where checks of devices send arrays: "stand-in" or "cuda".
        slowdown: time over the reference's, as the check in hand measured it, or 0.
        printed: what is kept of the output, beside what is still to come.
        answers: what the latest calls of the check in hand returned.
    """

    filename: str
    watched: list[str] | None
    may_loop_over: tuple[str, ...]
    device: str
    slowdown: float
    printed: str
    answers: deque[Answer]

    @property
    def worker(self) -> Printer:
        """The worker at the other end."""

    def ask(
        self,
        body: Request,
        packer: Packer,
        *,
        at_length: bool = False,
        what: str = "",
    ) -> Returned:
        """Send a request and return the worker's claim."""

    def packer(self) -> Packer:
        """Return a packer for one request's values."""

    def hold(self, number: int) -> None:
        """Say that one more handle stands for this object."""

    def release(self, number: int) -> None:
        """Say that one handle fewer stands for this object."""

    def post(
        self, body: Request, packer: Packer, settle: Callable[[Returned], None]
    ) -> None:
        """Send a request with the next one; errors are raised there too."""

    def settle(self) -> None:
        """Wait until every posted request is answered."""

    def number(self) -> int:
        """Return a number for an object that a posted request will make."""

    def callable_kind(self, owner: str, name: str) -> str | None:
        """What kind of callable this name was seen to be: "type", "method", ..."""

    def note_callable(self, owner: str, name: str, kind: str) -> None:
        """Remember what kind of callable this name is."""


def refuse(what: str) -> NoReturn:
    """Refuse a reply that the worker's own code never makes.

    Raises:
        ProtocolViolation: always.
    """
    msg = f"{what}; only the return value of a function may reach the grader"
    raise ProtocolViolation(msg)
