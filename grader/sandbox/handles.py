"""Stand-ins, in the judge, for objects that live in a worker.

A suite uses them as it would use the objects: it calls them, reads their
attributes and passes them on. Arrays and containers travel by copy, and what
the call changed in its arguments is written back into the caller's own.
"""

from collections.abc import Iterator

import msgspec
import numpy as np

from grader.errors import BadOutput, CourseError
from grader.sandbox.answers import Answer, first_of
from grader.sandbox.journal import Made, copied
from grader.sandbox.line import Line, refuse
from grader.sandbox.messages import (
    Call,
    Given,
    Items,
    Read,
    Ref,
    Returned,
    Value,
    Write,
)
from grader.sandbox.wire import Packer

CLASSES = frozenset({"type"})
CALLABLES = CLASSES | {
    *("function", "method", "builtin_function_or_method"),
    *("partial", "_lru_cache_wrapper", "ufunc"),
}
_ITEMS_AT_ONCE = 64


class Handle:
    """An object of the submission's; what it is stays in the worker."""

    __slots__ = ("__weakref__", "_line", "_made", "_ref")

    def __init__(self, line: Line, ref: Ref, made: Made | None = None) -> None:
        """Stand for object `ref` at the other end of `line`."""
        self._line = line
        self._ref = ref
        self._made = made
        line.hold(ref.number)

    def __del__(self) -> None:
        """Let the worker forget the object once no handle stands for it."""
        self._line.release(self._ref.number)

    def __getattr__(self, name: str) -> Value:
        """Return a copy of the attribute's value, or a method to call."""
        if name.startswith("__"):
            raise AttributeError(name)
        owner = self._ref.name
        if self._line.callable_kind(owner, name) is not None:
            return Method(self, [name])
        value = read(self, [name])
        if isinstance(value, Handle) and value._ref.name in CALLABLES:  # noqa: SLF001
            self._line.note_callable(owner, name, value._ref.name)  # noqa: SLF001
            return Method(self, [name])
        return value

    def __call__(self, *args: Value, **kwargs: Value) -> Value:
        """Call the object."""
        return call(self, [], args, kwargs)

    def __getitem__(self, key: Value) -> Value:
        """Return a copy of `object[key]`."""
        return call(self, ["__getitem__"], (key,), {})

    def __setitem__(self, key: Value, value: Value) -> None:
        """Do `object[key] = value` in the worker."""
        packer = self._line.packer()
        body = Write(self._ref.number, [], packer.pack(key), packer.pack(value))
        self._line.post(body, packer, lambda _: None)

    def __iter__(self) -> Iterator[Value]:
        """Yield copies of the object's items."""
        iterator = call(self, ["__iter__"], (), {})
        while True:
            packer = self._line.packer()
            body = Items(number_of(iterator), _ITEMS_AT_ONCE)
            items = receive(self._line, self._line.ask(body, packer), packer)
            if type(items) is not list:
                refuse("a reply to a loop was no list of items")
            yield from items
            if len(items) < _ITEMS_AT_ONCE:
                return

    def __repr__(self) -> str:
        """Name the class; the object itself is elsewhere."""
        return f"<{self._ref.name} of the submission>"


class Method:
    """A function of the submission's, ready to be called."""

    __slots__ = ("_owner", "_path")

    def __init__(self, owner: Handle, path: list[str | int]) -> None:
        """Stand for what `path` leads to from `owner`."""
        self._owner = owner
        self._path = path

    def __call__(self, *args: Value, **kwargs: Value) -> Value:
        """Call it in the worker."""
        return call(self._owner, self._path, args, kwargs)

    @property
    def target(self) -> tuple[Handle, list[str | int]]:
        """The object it belongs to, and the path from there."""
        return self._owner, self._path

    @property
    def name(self) -> str:
        """The name it is called by."""
        return str(self._path[-1])


def call(
    owner: Handle,
    path: list[str | int],
    args: tuple[Value, ...],
    kwargs: dict[str, Value],
) -> Value:
    """Call what `path` leads to from `owner`, and write changes back."""
    line = owner._line  # noqa: SLF001 - this file's own class
    args = tuple(_function(arg) for arg in args)
    copies = [copied(arg) for arg in args], {k: copied(v) for k, v in kwargs.items()}
    packer = line.packer()
    body = Call(
        owner._ref.number,  # noqa: SLF001
        path,
        [packer.pack(arg) for arg in args],
        {key: packer.pack(arg) for key, arg in kwargs.items()},
    )
    note_call(owner, path, *copies)
    made = None
    if owner._ref.name.partition(" ")[0] == "module":  # noqa: SLF001 - perhaps a class
        made = Made(owner, path, *copies, history=[])
        if line.callable_kind(owner._ref.name, str(path[-1])) in CLASSES:  # noqa: SLF001
            return _posted(line, body, packer, made)
    what = spoken(owner, path)
    value = receive(line, line.ask(body, packer, what=what), packer, made)
    if not isinstance(value, Handle):
        maker = first_of(owner._made)  # noqa: SLF001 - this file's own class
        line.answers.append(Answer(value, what, *copies, maker))
    return value


def note_call(
    owner: Handle, path: list[str | int], args: list[Value], kwargs: dict[str, Value]
) -> None:
    """Remember a call on an object, so that the object can be made again."""
    if owner._made is not None:  # noqa: SLF001 - this file's own class
        owner._made.note(path, args, kwargs)  # noqa: SLF001


def spoken(owner: Handle, path: list[str | int]) -> str:
    """Return "Adam.update", or the bare name of a function of the module."""
    name = owner._ref.name  # noqa: SLF001 - this file's own class
    parts = [] if name.startswith("module ") else [name]
    return ".".join([*parts, *map(str, path)])


def _posted(line: Line, body: Call, packer: Packer, made: Made) -> Handle:
    """Return a handle on an object that will be there when the next request is."""
    number = line.number()
    body = msgspec.structs.replace(body, number=number)
    line.post(body, packer, lambda returned: _restore(line, returned, packer))
    return Handle(line, Ref(number, str(made.path[-1])), made)


def read(owner: Handle, path: list[str | int], *, alive: bool = False) -> Value:
    """Return a copy of what `path` leads to, or a handle on the thing itself."""
    line = owner._line  # noqa: SLF001 - this file's own class
    packer = line.packer()
    body = Read(owner._ref.number, path, alive)  # noqa: SLF001
    return receive(line, line.ask(body, packer), packer)


def reference(value: Value) -> Value:
    """Return what stands for a handle on the wire; anything else as it is."""
    if isinstance(value, Handle):
        return value._ref  # noqa: SLF001 - this file's own class
    return value


def made(handle: Handle) -> Made:
    """Return how the suite made this object.

    Raises:
        CourseError: it was not made by a constructor call of the suite, or
            too many calls were made on it since.
    """
    record = handle._made  # noqa: SLF001 - this file's own class
    if record is None or record.history is None:
        msg = (
            "expected an object that the suite has just constructed, found "
            f"{handle!r} with an unknown or long history; make a fresh one for this "
            "check."
        )
        raise CourseError(msg)
    return record


def settle(handle: Handle) -> None:
    """Wait until the object is really there.

    Raises:
        StudentError: what making it, or anything before, did.
    """
    handle._line.settle()  # noqa: SLF001 - this file's own class


def number_of(handle: Handle) -> int:
    """Return the number of the handle's object in its worker."""
    return handle._ref.number  # noqa: SLF001 - this file's own class


def class_of(handle: Handle) -> str:
    """Return the name of the object's class, as the worker told it."""
    return handle._ref.name  # noqa: SLF001 - this file's own class


def line_of(handle: Handle) -> Line:
    """Return the way to the handle's worker."""
    return handle._line  # noqa: SLF001 - this file's own class


def _function(value: Value) -> Value:
    """A method passed as an argument is passed as the function it is."""
    if isinstance(value, Method):
        return read(*value.target, alive=True)
    return value


def receive(
    line: Line, returned: Returned, packer: Packer, made: Made | None = None
) -> Value:
    """Write back what a call changed, and return its value as a suite sees it."""
    _restore(line, returned, packer)
    if type(returned.value) is Ref:
        return Handle(line, returned.value, made)
    return owned(line, returned.value)


def _restore(line: Line, returned: Returned, packer: Packer) -> None:
    """Write what the call changed back into what the caller passed."""
    try:
        _write_back(line, returned, packer)
    except (AttributeError, IndexError, TypeError, ValueError):
        refuse("a reply named an argument that was not passed")


def _write_back(line: Line, returned: Returned, packer: Packer) -> None:
    for number, value in returned.arrays:
        original = packer.arrays[number]
        if original.shape != value.shape or not original.flags.writeable:
            msg = (
                f"expected an argument of shape {original.shape} to keep its shape "
                f"and stay as read-only as it was, found shape {value.shape} after "
                "the call"
            )
            raise BadOutput(msg)
        original[...] = value
    for slot, value in returned.containers:
        container = packer.containers[slot]
        new = owned(line, value, packer)
        container.clear()
        if type(container) is list:
            container.extend(new)
        else:
            container.update(new)


def owned(  # noqa: PLR0911 - one return per kind
    line: Line, value: Value, packer: Packer | None = None
) -> Value:
    """Return `value` with arrays the judge may write to, and handles for objects."""
    kind = type(value)
    if kind is np.ndarray:
        return value.copy()
    if kind is Ref:
        return Handle(line, value)
    if kind is tuple:
        return tuple(owned(line, item, packer) for item in value)
    if kind is list:
        return [owned(line, item, packer) for item in value]
    if kind is dict:
        return {key: owned(line, item, packer) for key, item in value.items()}
    if kind is Given and packer is not None:
        return packer.arrays[value.number]
    return value
