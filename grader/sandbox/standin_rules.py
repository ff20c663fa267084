"""What CuPy refuses, as far as it can be told without an array of the device's."""

from collections.abc import Iterable

import numpy as np

from grader.sandbox import cupy_lacks
from grader.sandbox.plans import Value

NUMBERS = (bool, int, float, complex, np.bool_, np.number)
COMPARING = ("greater", "greater_equal", "less", "less_equal", "equal", "not_equal")
# These send the NumPy arrays they are given to the device themselves.
SENDING = cupy_lacks.words(
    "array asanyarray asarray ascontiguousarray asfortranarray einsum full full_like "
    "put compress take"
)
# These call a method of their argument, so a NumPy array takes them to NumPy.
PASSING_ON = cupy_lacks.words(
    "argsort cumsum max mean min msort partition prod ravel repeat rot90 sort squeeze "
    "std sum take trace transpose var matrix_transpose permute_dims"
)
# These take arrays of the device's, and nothing that NumPy would make one of.
JOINING = cupy_lacks.words(
    "column_stack concat concatenate dstack hstack row_stack stack vstack"
)
IMPLICIT = (
    "Implicit conversion to a NumPy array is not allowed. Please use `.get()` to "
    "construct a NumPy array explicitly."
)
_BASIC = (int, np.integer, slice, type(None), type(...))


def refuse_host(values: Iterable[Value]) -> None:
    """Refuse NumPy arrays among arguments, inside containers too.

    Raises:
        TypeError: there is one.
    """
    for value in values:
        if isinstance(value, np.ndarray):
            msg = f"Unsupported type {np.ndarray}"
            raise TypeError(msg)
        if type(value) in (tuple, list):
            refuse_host(value)


def refuse_arguments(
    name: str, args: tuple[Value, ...], kwargs: dict[str, Value], kind: type
) -> None:
    """Refuse what a function of CuPy's does not take.

    Args:
        name: the function's.
        args: its positional arguments.
        kwargs: its keyword arguments.
        kind: the class of the device's arrays.

    Raises:
        TypeError: it would refuse one of them.
    """
    if name not in SENDING:
        refuse_host([*args, *kwargs.values()])
    if name in JOINING and args and type(args[0]) in (tuple, list):
        for value in args[0]:
            if not isinstance(value, kind):
                msg = "Only cupy arrays can be concatenated"
                raise TypeError(msg)


def refuse_filling(value: Value) -> None:
    """Refuse to write a NumPy array of several numbers into the device's memory.

    Raises:
        ValueError: it is one.
    """
    if isinstance(value, np.ndarray) and value.ndim:
        msg = "non-scalar numpy.ndarray cannot be used for fill"
        raise ValueError(msg)


def require_method(name: str, method: str, array: Value) -> None:
    """Require that CuPy's function has a method such as `at` for this array.

    Raises:
        AttributeError: the array is NumPy's.
        TypeError: it has not for the array's dtype.
        NotImplementedError: it has not at all.
    """
    if method == "at" and name in cupy_lacks.AT:
        if isinstance(array, np.ndarray):
            msg = "'numpy.ndarray' object has no attribute '_scatter_op'"
            raise AttributeError(msg)
        if array.dtype.char not in cupy_lacks.AT[name]:
            msg = f"cupy.{name}.at does not support {array.dtype} as data type"
            raise TypeError(msg)
    elif method != "outer" and name not in cupy_lacks.METHODS_OF.get(method, ()):
        msg = f"`cupy_{name}.{method}` is not supported yet"
        raise NotImplementedError(msg)


def is_basic(key: Value) -> bool:
    """Whether an index holds no array, so that it leads to a view."""
    parts = key if isinstance(key, tuple) else (key,)
    return all(isinstance(part, _BASIC) for part in parts)


def with_ellipsis(key: Value) -> Value:
    """Return the index that gives an array of no axes where NumPy gives a scalar."""
    parts = key if isinstance(key, tuple) else (key,)
    return key if any(part is ... for part in parts) else (*parts, ...)


def number_inside(value: Value) -> Value:
    """Return the number of a NumPy array without axes; CuPy compares with it."""
    is_number = isinstance(value, np.ndarray) and value.ndim == 0
    return value.item() if is_number else value
