"""An array that notes what is done with it, and computes what any array computes.

Loops in C over data run no step of Python that could be counted, but they take
an array apart entry by entry, and that can be seen from the array.
"""

import contextlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, ClassVar

import numpy as np
from numpy.lib import stride_tricks

from grader.sandbox.counting_lines import is_theirs, line_in_hand
from grader.sandbox.plans import Value

# These give plain arrays, whatever they are given.
MAKING = (
    *(np.array, np.asarray, np.ascontiguousarray, np.copy, stride_tricks.as_strided),
    *(np.zeros, np.ones, np.empty, np.full),
)


class Probe(np.ndarray[Any, Any]):
    """An array of one count; `probe_class` makes the class with its tally.

    It passes for an array of NumPy's own, so that code which takes no other is
    counted too.
    """

    events: ClassVar[Counter[int]]
    filename: ClassVar[str]

    def _note(self, times: int = 1) -> None:
        self.events[line_in_hand(self.filename)] += times

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: Value, **kwargs: Value
    ) -> Value:
        """Note one operation, and do it on plain arrays.

        On Python objects it is one for each of them: NumPy calls them one by one.
        """
        out = kwargs.get("out")
        plain = {key: _stripped(value) for key, value in kwargs.items()}
        made = getattr(ufunc, method)(*map(_stripped, inputs), **plain)
        self._note(max(1, *map(_objects_in, inputs)))
        if out is not None:
            return out[0] if len(out) == 1 else out
        return self._kept(made)

    def __array_function__(
        self, func: Value, types: Value, args: Value, kwargs: Value
    ) -> Value:
        """Note one operation; some functions would give plain arrays for probes."""
        self._note()
        return self._kept(super().__array_function__(func, types, args, kwargs))

    def __getitem__(self, index: Value) -> Value:
        """Note one look; going through the first axis is a look at each item."""
        found = super().__getitem__(index)
        self._note()
        return found

    def __setitem__(self, index: Value, value: Value) -> None:
        """Note one change; a probe would look at itself to make it."""
        _plain(self)[index] = value
        self._note()

    def view(self, *args: Value, **kwargs: Value) -> Value:
        """Give theirs another probe, even as a view of NumPy's own kind."""
        made = super().view(*args, **kwargs)
        caller = sys._getframe(1).f_code.co_filename  # noqa: SLF001 - who asks
        return self._kept(made) if is_theirs(caller) else made

    def tolist(self) -> Value:
        """Note a look at every entry."""
        self._note(self.size)
        return super().tolist()

    def item(self, *args: Value) -> Value:
        """Note one look."""
        self._note()
        return super().item(*args)

    @property
    def flat(self) -> Value:
        """Give the entries, which note each look."""
        return Flat(_plain(self).flat, self._note)

    @flat.setter
    def flat(self, value: Value) -> None:
        """Note one change."""
        self._note()
        _plain(self).flat[:] = value

    def _kept(self, made: Value) -> Value:
        if type(made) is tuple:
            return tuple(self._kept(each) for each in made)
        is_plain = type(made) is np.ndarray
        return np.ndarray.view(made, type(self)) if is_plain else made


class Flat:
    """The entries of a probe, one after the other."""

    def __init__(self, flat: Value, note: Callable[[], None]) -> None:
        """Look at entries through `flat`, and note each look."""
        self._flat = flat
        self._note = note

    def __iter__(self) -> Iterator[Value]:
        """Note a look at every entry that is reached."""
        for entry in self._flat:
            self._note()
            yield entry

    def __next__(self) -> Value:
        """Note one look."""
        self._note()
        return next(self._flat)

    def __getitem__(self, index: Value) -> Value:
        """Note one look."""
        self._note()
        return self._flat[index]

    def __setitem__(self, index: Value, value: Value) -> None:
        """Note one change."""
        self._note()
        self._flat[index] = value

    def __len__(self) -> int:
        """Return how many entries there are."""
        return len(self._flat)

    def __array__(self, *args: Value, **kwargs: Value) -> Value:
        """Note one look."""
        self._note()
        return np.array(self._flat, *args, **kwargs)

    def __getattr__(self, name: str) -> Value:
        """Return what NumPy's own has, such as `copy` or `index`."""
        return getattr(self._flat, name)


class Kinds(type):
    """The class of `Type`."""

    def __call__(cls, *args: Value, **kwargs: Value) -> Value:
        """Return the kind of a value, or a new class."""
        if cls is not Type:  # a class of theirs that makes classes
            return super().__call__(*args, **kwargs)
        made = type(*args, **kwargs)
        return np.ndarray if issubclass(made, Probe) else made

    def __instancecheck__(cls, value: object) -> bool:
        """Whether `value` is a class."""
        return isinstance(value, type)


class Type(type, metaclass=Kinds):
    """What the submission finds under the name `type`: a probe is an array to it."""


def probe_class(filename: str) -> type[Probe]:
    """Return a class of probes with a tally of its own.

    Args:
        filename: the submission's file; events are counted by its lines.
    """
    names = {
        "events": Counter(),
        "filename": filename,
        "__slots__": (),
        "__class__": property(lambda _: np.ndarray),
    }
    return type("ndarray", (Probe,), names)


def probed(value: Value, kind: type[Probe]) -> Value:
    """Return `value` with its arrays seen as probes; containers stay the same."""
    if type(value) is np.ndarray:
        return value.view(kind)
    if type(value) is tuple:
        return tuple(probed(item, kind) for item in value)
    if type(value) is list:
        value[:] = [probed(item, kind) for item in value]
    if type(value) is dict:
        value.update({key: probed(item, kind) for key, item in value.items()})
    return value


@contextlib.contextmanager
def probes_made(module: ModuleType, kind: type[Probe]) -> Iterator[None]:
    """Let `np.asarray`, `np.zeros` and their kin make probes.

    Only where the submission's own code calls them: NumPy relies on its own. And let
    the submission's `type` take probes for arrays.

    Args:
        module: the submission's, which may have imported them by name.
        kind: what to make.
    """
    making = {id(function): _making(function, kind) for function in MAKING}
    before = [
        (names, key, value)
        for names in (np.__dict__, stride_tricks.__dict__, module.__dict__)
        for key, value in names.items()
        if id(value) in making
    ]
    for names, key, value in before:
        names[key] = making[id(value)]
    has_type = module.__dict__.setdefault("type", Type) is not Type
    try:
        yield
    finally:
        for names, key, value in before:
            names[key] = value
        if not has_type:
            del module.__dict__["type"]


def _making(function: Callable[..., Value], kind: type[Probe]) -> Callable[..., Value]:
    def call(*args: Value, **kwargs: Value) -> Value:
        made = function(*args, **kwargs)
        caller = sys._getframe(1).f_code.co_filename  # noqa: SLF001 - who asks
        return made.view(kind) if is_theirs(caller) else made

    return call


def _objects_in(value: Value) -> int:
    """Return how many Python objects an array holds."""
    return value.size if isinstance(value, np.ndarray) and value.dtype == object else 0


def _plain(probe: Probe) -> Value:
    return np.ndarray.view(probe, np.ndarray)


def _stripped(value: Value) -> Value:
    if isinstance(value, Probe):
        return _plain(value)
    if type(value) is tuple:  # of arrays to write into
        return tuple(_stripped(item) for item in value)
    return value
