"""An array that refuses what CuPy's arrays refuse, and computes on the CPU.

It is no subclass of NumPy's array: code that asks for one must meet a refusal. The
words of each refusal are CuPy's own, so that a message does not depend on which of
the two was at work. `docs/device.md` lists what was held against CuPy, and how.
"""

import functools
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, ClassVar, NoReturn

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from grader.sandbox import cupy_lacks
from grader.sandbox.plans import Value
from grader.sandbox.standin_rules import (
    COMPARING,
    IMPLICIT,
    NUMBERS,
    PASSING_ON,
    is_basic,
    number_inside,
    refuse_arguments,
    refuse_filling,
    require_method,
    with_ellipsis,
)

Array = np.ndarray[Any, Any]  # of whatever dtype the suite sends


class Device:
    """The one device there is."""

    id = 0

    def __repr__(self) -> str:
        """Name it as CuPy does."""
        return "<CUDA Device 0>"


DEVICE = Device()


class DeviceArray(NDArrayOperatorsMixin):
    """An array on the device.

    Attributes:
        device: where it lives.
        namespace: what `array_namespace` gives for it; `standin_module` sets it.
    """

    __array_priority__ = 100
    device: ClassVar[Device] = DEVICE
    namespace: ClassVar[object] = None
    _array: Array

    def __init__(self, array: Array) -> None:
        """Hold `array` itself, not a copy: views see each other's changes."""
        object.__setattr__(self, "_array", array)

    def __array_namespace__(self, *, api_version: str | None = None) -> object:
        """Return the functions for arrays of this kind."""
        del api_version  # CuPy's are the same for every version
        return self.namespace

    def __array__(self, *_: Value, **__: Value) -> NoReturn:
        """Refuse to become a NumPy array.

        Raises:
            TypeError: always.
        """
        raise TypeError(IMPLICIT)

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: Value, **kwargs: Value
    ) -> Value:
        """Do what `np.exp(x)`, `x + y` and their kind ask for, or refuse."""
        name = ufunc.__name__
        if name in cupy_lacks.FUNCTIONS or not all(map(_may_be_meant, inputs)):
            return NotImplemented
        if name in COMPARING:
            inputs = tuple(number_inside(value) for value in inputs)
        if "out" in kwargs:
            kwargs["out"] = kwargs["out"][0]
        return elementwise(ufunc, method, *inputs, **kwargs)

    def __array_function__(
        self, func: Value, _types: Value, args: Value, kwargs: Value
    ) -> Value:
        """Do what `np.sum(x)` and its kind ask for with CuPy's function, or refuse."""
        lacking = (
            cupy_lacks.IN_LINALG
            if func.__module__ == "numpy.linalg"
            else cupy_lacks.FUNCTIONS
        )
        if func.__name__ in lacking:
            return NotImplemented
        return routine(func, func.__name__, args, kwargs, strict=True)

    def __getattr__(self, name: str) -> Value:
        """Return the attribute or the method, if CuPy's arrays have it."""
        if name in cupy_lacks.ATTRIBUTES:
            return wrapped(getattr(self._array, name))
        if name in cupy_lacks.METHODS:
            return functools.partial(_called, self, name)
        msg = f"'ndarray' object has no attribute {name!r}"
        raise AttributeError(msg)

    def __setattr__(self, name: str, value: Value) -> None:
        """Set the shape in place; nothing else can be set."""
        if name != "shape":
            msg = f"attribute {name!r} of 'ndarray' objects is not writable"
            raise AttributeError(msg)
        self._array.shape = value

    @property
    def flags(self) -> SimpleNamespace:
        """How the memory is laid out; CuPy has no more flags than these."""
        flags = self._array.flags
        return SimpleNamespace(
            c_contiguous=flags.c_contiguous,
            f_contiguous=flags.f_contiguous,
            owndata=flags.owndata,
        )

    def get(self) -> Array:
        """Return a copy in the CPU's memory, as a NumPy array."""
        return self._array.copy()

    def __getitem__(self, key: Value) -> "DeviceArray":
        """Return a view or, for arrays as indices, a copy; never a NumPy scalar."""
        return DeviceArray(self._array[with_ellipsis(plain(key))])

    def __setitem__(self, key: Value, value: Value) -> None:
        """Write numbers or an array of the device's.

        Raises:
            ValueError: a NumPy array or a list would have to be sent first.
        """
        if is_basic(key) and isinstance(value, (np.ndarray, list, tuple)):
            refuse_filling(np.asarray(value))
        self._array[with_ellipsis(plain(key))] = plain(value)

    def __iter__(self) -> Iterator["DeviceArray"]:
        """Yield the parts along the first axis.

        Raises:
            TypeError: there is no axis.
        """
        return (self[i] for i in range(_length(self, "iteration over a 0-d array")))

    def __len__(self) -> int:
        """Return the extent of the first axis."""
        return _length(self, "len() of unsized object")

    def __bool__(self) -> bool:
        """Return the truth of a single number."""
        return bool(self._array)

    def __int__(self) -> int:
        """Bring a single number back as an int."""
        return int(self._array)

    def __float__(self) -> float:
        """Bring a single number back as a float."""
        return float(self._array)

    def __complex__(self) -> complex:
        """Bring a single number back as a complex."""
        return complex(self._array)

    def __deepcopy__(self, _: Value) -> "DeviceArray":
        """Return a copy on the device."""
        return DeviceArray(self._array.copy())

    def __copy__(self) -> "DeviceArray":
        """Return a copy on the device."""
        return self.__deepcopy__(None)

    def __repr__(self) -> str:
        """Show the numbers, as NumPy does."""
        return repr(self._array)

    def __str__(self) -> str:
        """Show the numbers, as NumPy does."""
        return str(self._array)

    def __format__(self, spec: str) -> str:
        """Show a single number."""
        return format(self._array, spec)


DeviceArray.__module__ = "cupy"  # Python's own messages speak of this name
DeviceArray.__name__ = DeviceArray.__qualname__ = "ndarray"


def elementwise(ufunc: np.ufunc, method: str, *inputs: Value, **kwargs: Value) -> Value:
    """Apply a function of NumPy's to numbers and arrays of the device's.

    Args:
        ufunc: such as `np.add`.
        method: "__call__", or "at", "outer", "reduce", "accumulate", "reduceat".
        inputs: what it is applied to.
        kwargs: `out`, `where`, `dtype`, ...

    Raises:
        TypeError: something else is among the inputs, such as a NumPy array.
        NotImplementedError: CuPy's function has no such method.
    """
    if method == "__call__":
        for value in (*inputs, kwargs.get("out"), kwargs.get("where")):
            if not (value is None or isinstance(value, (DeviceArray, *NUMBERS))):
                msg = f"Unsupported type {type(value)}"
                raise TypeError(msg)
    else:
        require_method(ufunc.__name__, method, inputs[0])
    out = kwargs.get("out")
    made = getattr(ufunc, method)(*map(plain, inputs), **plain(kwargs))
    return wrapped(made) if out is None else out


def routine(
    function: Callable[..., Value],
    name: str,
    args: tuple[Value, ...],
    kwargs: dict[str, Value],
    *,
    strict: bool,
) -> Value:
    """Apply a function of NumPy's that is none of its elementwise ones.

    Args:
        function: NumPy's.
        name: what it is called; CuPy's of this name decides what is refused.
        args: positional arguments.
        kwargs: keyword arguments.
        strict: whether keyword arguments that CuPy's lacks are refused.

    Raises:
        TypeError: CuPy would refuse an argument.
    """
    unknown = cupy_lacks.KEYWORDS.get(name, frozenset()) & kwargs.keys()
    if strict and unknown:
        msg = f"{name}() got an unexpected keyword argument {min(unknown)!r}"
        raise TypeError(msg)
    if name in PASSING_ON and args and isinstance(args[0], np.ndarray):
        return function(*args, **kwargs)
    refuse_arguments(name, args, kwargs, DeviceArray)
    made = function(*map(plain, args), **plain(kwargs))
    for value in args:  # such as asarray, which copies nothing
        if isinstance(value, DeviceArray) and value._array is made:  # noqa: SLF001
            return value
    return wrapped(made)


def plain(value: Value) -> Value:
    """Return `value` with NumPy's arrays in place of the device's."""
    if isinstance(value, DeviceArray):
        return value._array  # noqa: SLF001 - this file's own class
    if type(value) in (tuple, list):
        return type(value)(plain(item) for item in value)
    if type(value) is dict:
        return {key: plain(item) for key, item in value.items()}
    return value


def wrapped(value: Value) -> Value:
    """Return `value` with the device's arrays in place of NumPy's, scalars too."""
    if isinstance(value, (np.ndarray, np.generic)):
        return DeviceArray(np.asarray(value))
    if isinstance(value, tuple):
        items = [wrapped(item) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
    return [wrapped(item) for item in value] if type(value) is list else value


def _called(array: DeviceArray, name: str, *args: Value, **kwargs: Value) -> Value:
    """Call a method of the array's, as CuPy's arrays would."""
    if name == "fill":
        refuse_filling(args[0])
    # The function `clip` has other names for its bounds than the method.
    strict = name != "clip"
    return routine(getattr(plain(array), name), name, args, kwargs, strict=strict)


def _may_be_meant(value: Value) -> bool:
    """Whether CuPy takes an operand for its own matter, be it to refuse it."""
    return isinstance(value, (DeviceArray, np.ndarray, *NUMBERS))


def _length(array: DeviceArray, otherwise: str) -> int:
    if array.ndim == 0:
        raise TypeError(otherwise)
    return int(array.shape[0])
