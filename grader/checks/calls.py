"""A call as a student could type it, for the message of a value that it returned."""

import textwrap
from collections.abc import Callable, Iterator

import numpy as np

from grader.checks.text import number, shape
from grader.sandbox.answers import Answer
from grader.sandbox.handles import Handle, Method, class_of
from grader.sandbox.journal import Made
from grader.sandbox.messages import Seed, Value

_FEW = 16  # numbers of a call, up to which it is shown in full
_FEW_SIZES = 4  # numbers of a tuple, such as the sides of a kernel
_LINE = 63  # characters, beside the label in 80 columns
_LONGEST_CALL = 2 * _LINE
_LONGEST_STRING = 20


def call(answer: Answer, seed: int) -> str:
    """Return "relu([-1, 2])", or the shapes and the seed where numbers are many.

    The constructor's call stands before a method of an object that was fresh.
    """
    maker, function = answer.maker, answer.function
    given = [*answer.args, *answer.kwargs.values()]
    made = [] if maker is None else [*maker.args, *maker.kwargs.values()]
    if sum(map(_count, (*given, *made))) <= _FEW:
        said = f"{function}({_spelled(answer, _in_full)})"
        if maker is not None:
            first = f"{maker.path[-1]}({_spelled(maker, _in_full)})"
            said = f"{first}.{said.partition('.')[2]}"
        if len(said) <= _LONGEST_CALL:
            return _in_lines(said)
    return _in_lines(f"{function}({_spelled(answer, _in_short)}), seed {seed}")


def _in_lines(said: str) -> str:
    return f"\n{' ' * 15}".join(textwrap.wrap(said, _LINE))


def _spelled(given: Answer | Made, spell: Callable[[Value], str]) -> str:
    named = (f"{name}={spell(value)}" for name, value in given.kwargs.items())
    return ", ".join((*map(spell, given.args), *named))


def _count(value: Value) -> int:
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, (list, tuple, dict)):
        return sum(map(_count, _items(value)))
    return 1


def _in_full(value: Value) -> str:
    """Return "[[1, 0.5]]": arrays as Python writes lists."""
    if isinstance(value, np.ndarray | np.generic):
        array = np.asarray(value)
        return _row(map(_in_full, array)) if array.ndim else number(array.item())
    if isinstance(value, tuple):
        return f"({', '.join(map(_in_full, value))}{',' * (len(value) == 1)})"
    if isinstance(value, list):
        return _row(map(_in_full, value))
    if isinstance(value, dict):
        entries = (f"{key!r}: {_in_full(item)}" for key, item in value.items())
        return f"{{{', '.join(entries)}}}"
    return _single(value)


def _single(value: Value) -> str:
    if isinstance(value, Handle):
        return class_of(value)
    if isinstance(value, Method):
        return value.name
    if isinstance(value, (bool, int, float, complex)):
        return number(value)
    if isinstance(value, Seed):
        return "rng"
    is_short = isinstance(value, str) and len(value) <= _LONGEST_STRING
    return repr(value) if is_short or value is None else type(value).__name__


def _in_short(value: Value) -> str:
    """Return "array (4, 3)" for an array, and single values as they are."""
    if isinstance(value, np.ndarray) and value.ndim:
        return f"array {shape(value.shape)}"
    if isinstance(value, tuple) and _count(value) <= _FEW_SIZES:
        return f"({', '.join(map(_in_short, value))})"
    if isinstance(value, (list, tuple, dict)) and _count(value) > 1:
        return type(value).__name__
    return _in_full(value)


def _row(entries: Iterator[str]) -> str:
    return f"[{', '.join(entries)}]"


def _items(value: Value) -> list[Value]:
    return list(value.values() if isinstance(value, dict) else value)
