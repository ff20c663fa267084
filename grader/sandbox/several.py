"""Several calls and looks in one message, in turn, as far as the first that raises."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from grader.errors import CourseError, StudentError
from grader.sandbox.handles import (
    Handle,
    line_of,
    note_call,
    number_of,
    owned,
    spoken,
)
from grader.sandbox.journal import copied
from grader.sandbox.line import Line, refuse
from grader.sandbox.messages import Several, Value
from grader.sandbox.plans import Step
from grader.sandbox.replies import claimed
from grader.sandbox.wire import Packer


@dataclass(frozen=True)
class Asked:
    """One of several things to ask; `calling`, `looking` and `being` make them.

    Attributes:
        handle: the object that it begins at.
        path: from there to a function, or to a value.
        args: positional arguments of the call; None to look at the value.
        kwargs: keyword arguments.
        other: asks whether the value is this very object; None to see it.
        optional: whether None stands for a path that leads nowhere.
    """

    handle: Handle
    path: list[str | int]
    args: tuple[Value, ...] | None = None
    kwargs: dict[str, Value] = field(default_factory=dict)
    other: Handle | None = None
    optional: bool = False


def calling(handle: Handle, method: str, *args: Value, **kwargs: Value) -> Asked:
    """Ask for what a method gives; arguments go as copies and are not written back."""
    return Asked(handle, [method], args, kwargs)


def looking(handle: Handle, *path: str | int, optional: bool = False) -> Asked:
    """Ask for a copy of the value at `path`, of the object itself without one.

    With `optional`, None comes where there is nothing at the path.
    """
    return Asked(handle, list(path), optional=optional)


def being(handle: Handle, *path: str | int, other: Handle) -> Asked:
    """Ask whether the object at `path` is the one that `other` stands for."""
    return Asked(handle, list(path), other=other)


class Answers:
    """What came of several steps; an answer that is missing raises what ended them."""

    def __init__(self, values: Sequence[Value], error: StudentError | None) -> None:
        """Hold the answers up to the error, if there was one."""
        self._values = values
        self._error = error

    def __getitem__(self, number: int) -> Value:
        """Return one answer, or raise what came in its place or before it."""
        if number < len(self._values):
            return self._values[number]
        if self._error is None:
            msg = f"a check wants answer {number} of {len(self._values)}."
            raise CourseError(msg)
        raise self._error

    def __iter__(self) -> Iterator[Value]:
        """Yield all of them, or raise what ended them."""
        if self._error is not None:
            raise self._error
        return iter(self._values)


def together(*asked: Asked) -> Answers:
    """Take the steps in turn on one worker, in one message.

    Errors of the student's code are kept for whoever reads an answer behind them;
    all others, a time limit for one, are raised at once.
    """
    line = line_of(asked[0].handle)
    packer = line.packer()
    body = Several([_step(each, packer) for each in asked])
    called = [each for each in asked if each.args is not None]
    names = dict.fromkeys(spoken(each.handle, each.path) for each in called)
    returned = line.ask(body, packer, what=" or ".join(names))
    values = owned(line, returned.value)
    missing = type(values) is not list or len(values) > len(asked)
    if missing or (returned.failed is None and len(values) != len(asked)):
        refuse("a reply to several steps had the wrong form")
    return Answers(values, _error(line, returned.failed))


def _step(each: Asked, packer: Packer) -> Step:
    if each.args is None:
        like = None if each.other is None else number_of(each.other)
        to = number_of(each.handle), each.path
        return Step(*to, like=like, optional=each.optional)
    copies = copied(list(each.args)), copied(each.kwargs)
    note_call(each.handle, each.path, *copies)
    return Step(
        number_of(each.handle),
        each.path,
        [packer.pack(arg) for arg in copies[0]],
        {key: packer.pack(arg) for key, arg in copies[1].items()},
    )


def _error(line: Line, failed: Value) -> StudentError | None:
    if failed is None:
        return None
    try:
        claimed(failed, line.filename)
    except StudentError as error:
        return error
    return None
