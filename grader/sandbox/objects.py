"""The worker's objects by number and by path, and arguments made real."""

import inspect
from collections import OrderedDict, defaultdict
from collections.abc import Callable

import numpy as np

from grader.sandbox.messages import CallbackRef, Given, Ref, Seed, Value
from grader.sandbox.wire import Array, NotEncodable, Packer

Asker = Callable[[int, tuple[Value, ...], dict[str, Value]], Value]

# Flattened, because a student may well use them for a plain dict.
_DICTS = (OrderedDict, defaultdict)
_PLAIN = (int, float, complex, str, bytes, list, dict, tuple, np.ndarray)
MODULE = 0


class NoSuchName(Exception):
    """There is nothing at a path."""

    def __init__(self, owner: str, name: str) -> None:
        """Name what was looked into, and for what."""
        super().__init__(name)
        self.owner = owner
        self.name = name


class Objects:
    """What lives in the worker and is known to the judge by number only."""

    def __init__(self) -> None:
        """Start empty; number 0 is the submission's module, once loaded."""
        self._objects: dict[int, object] = {}
        self._numbers: dict[int, int] = {}
        self._next = MODULE + 1

    def put_module(self, module: object) -> None:
        """Make `module` number 0."""
        self._objects[MODULE] = module

    def get(self, number: int) -> Value:
        """Return the object with this number."""
        return self._objects[number]

    def put(self, number: int, value: object) -> None:
        """Keep `value` under a number that the judge chose."""
        self._objects[number] = value
        self._numbers.setdefault(id(value), number)

    def keep(self, value: object) -> Ref:
        """Return a reference to `value`, which stays alive until released."""
        number = self._numbers.get(id(value))
        if number is None:
            number = self._next
            self._next += 1
            self._numbers[id(value)] = number
            self._objects[number] = value
        # A class of any metaclass is called as a class is.
        name = "type" if isinstance(value, type) else type(value).__name__
        return Ref(number, name)

    def release(self, numbers: list[int]) -> None:
        """Forget objects that the judge no longer holds."""
        for number in numbers:
            value = self._objects.pop(number, None)
            if self._numbers.get(id(value)) == number:
                del self._numbers[id(value)]

    def packer(self) -> Packer:
        """Return a packer that sends what is not a plain value as a handle."""
        packer = Packer(lambda value: self._pack_object(packer, value))
        return packer

    def _pack_object(self, packer: Packer, value: Value) -> Value:
        kind = type(value)
        if isinstance(value, dict):  # a subclass is a dict all the same
            return packer.pack(dict(dict.items(value)))
        if isinstance(value, tuple) and hasattr(kind, "_fields"):
            return packer.pack(tuple(value))
        if isinstance(value, _PLAIN):
            base = next(plain for plain in _PLAIN if isinstance(value, plain))
            msg = f"a {kind.__name__}, which is a subclass of {base.__name__}"
            raise NotEncodable(msg)
        return packer.pack(self.keep(value))


class Arguments:
    """The arguments of one call: arrays copied, marks made real.

    What was given is remembered, so that `changes` can tell what the call did
    to it. Containers are numbered as `Packer` numbers them: parents first.
    """

    def __init__(
        self,
        objects: Objects,
        ask: Asker,
        arrays: list[Value],
        frozen: frozenset[int],
        built: dict[int, object],
    ) -> None:
        """Take a frame's `arrays`, those of `frozen` numbers to be read-only.

        Objects in `built` stand in for the kept ones of the same number.
        """
        self._objects = objects
        self._ask = ask
        self._built = built
        self._frozen = frozen
        self._arrays = {id(array): number for number, array in enumerate(arrays)}
        self._copies: dict[int, tuple[Array, Array]] = {}
        self._containers: list[tuple[Value, list[tuple[Value, Value]]]] = []

    def build(self, value: Value) -> Value:  # noqa: C901, PLR0911 - one per kind
        """Return `value` as the student's code shall see it."""
        kind = type(value)
        if kind is np.ndarray:
            return self._copy(value)
        if kind is tuple:
            return tuple(self.build(item) for item in value)
        if kind is list:
            return self._container([], enumerate(value))
        if kind is dict:
            return self._container({}, value.items())
        if kind is Seed:
            return np.random.default_rng(value.number)
        if kind is Ref:
            if value.number in self._built:
                return self._built[value.number]
            return self._objects.get(value.number)
        if kind is CallbackRef:
            return self._callback(value.number)
        return value

    def _copy(self, view: Array) -> Array:
        number = self._arrays[id(view)]
        if number not in self._copies:
            copy = np.array(view)
            copy.flags.writeable = number not in self._frozen
            self._copies[number] = (view, copy)
        return self._copies[number][1]

    def _container(self, made: Value, items: Value) -> Value:
        slot = len(self._containers)
        self._containers.append((made, []))
        for key, item in items:
            if type(made) is list:
                made.append(self.build(item))
            else:
                made[key] = self.build(item)
        self._containers[slot] = (made, _entries(made))
        return made

    def _callback(self, number: int) -> Callable[..., Value]:
        def callback(*args: Value, **kwargs: Value) -> Value:
            return self._ask(number, args, kwargs)

        return callback

    def changes(
        self, packer: Packer
    ) -> tuple[list[tuple[int, Value]], list[tuple[int, Value]]]:
        """Return what the call changed in the arrays and containers it was given."""
        arrays = [
            (number, packer.pack(np.array(copy)))
            for number, (view, copy) in self._copies.items()
            if copy.shape != view.shape or copy.tobytes() != view.tobytes()
        ]
        given = {id(copy): number for number, (_, copy) in self._copies.items()}
        containers = [
            (slot, packer.pack(_with_marks(made, given)))
            for slot, (made, before) in enumerate(self._containers)
            if not _same_entries(before, _entries(made))
        ]
        return arrays, containers


def follow(value: Value, path: list[str | int]) -> Value:
    """Return what `path` leads to: items of containers, attributes of the rest.

    Raises:
        NoSuchName: a step leads nowhere.
    """
    label = ""
    for step in path:
        owner = value
        try:
            if isinstance(owner, (dict, list, tuple)):
                value = owner[step]  # type: ignore[index]  # a wrong kind is caught below
            else:
                value = _attribute(owner, str(step))
        except (_NoAttribute, LookupError, TypeError) as error:
            if isinstance(owner, (dict, list, tuple)):
                raise NoSuchName(label or type(owner).__name__, str(step)) from error
            if not isinstance(error, _NoAttribute):
                raise  # of the code behind the attribute
            name = getattr(owner, "__name__", type(owner).__name__)
            raise NoSuchName(str(name)[:100], str(step)) from error
        label = str(step)[:100]
    return value


class _NoAttribute(Exception):
    """An object has no attribute of a name."""


def _attribute(owner: Value, name: str) -> Value:
    """Return an attribute; what the code of a property raises is its own matter."""
    try:
        return getattr(owner, name)
    except AttributeError as error:
        if inspect.getattr_static(type(owner), name, None) is not None:
            raise
        raise _NoAttribute from error


def copied(value: Value) -> Value:
    """Return a copy of the arrays in `value`, and of the containers around them."""
    kind = type(value)
    if kind is np.ndarray:
        return np.array(value)
    if kind is dict:
        return {key: copied(item) for key, item in value.items()}
    if kind in (list, tuple):
        return kind(map(copied, value))
    return value


def _entries(container: Value) -> list[tuple[Value, Value]]:
    if type(container) is list:
        return list(enumerate(container))
    return list(dict.items(container))


def _same_entries(
    before: list[tuple[Value, Value]], after: list[tuple[Value, Value]]
) -> bool:
    return len(before) == len(after) and all(
        old_key == new_key and old is new
        for (old_key, old), (new_key, new) in zip(before, after, strict=True)
    )


def _with_marks(container: Value, given: dict[int, int]) -> Value:
    """Name the caller's own arrays by number, so that they stay the caller's."""

    def mark(item: Value) -> Value:
        number = given.get(id(item))
        return item if number is None else Given(number)

    if type(container) is list:
        return [mark(item) for item in container]
    return {key: mark(item) for key, item in dict.items(container)}
