"""The parts of messages: numbers, places, shapes, in one form everywhere."""

import re
from collections.abc import Mapping

import numpy as np

from grader.numerics.closeness import Discrepancy
from grader.sandbox.handles import Handle, class_of
from grader.sandbox.messages import Value

WORD_BITS = 64
_FUNCTIONS = {"function", "method", "ufunc", "builtin_function_or_method"}
_FRACTION = re.compile(r"-?\d+\.\d+")
FEW = 8  # numbers of all inputs together, up to which a message shows them
LONGEST_VALUES = 48  # characters of one input, beside the seed in 80 columns
_DIGITS, _ALL_DIGITS = 5, 17
_NOTHING = 1e-150  # stands for a 0 where code may ask whether a number is 0


def number(value: complex, digits: int = _DIGITS) -> str:
    """Return a number in five significant digits or so many, integers in full.

    What is as good as 0 is 0, without a sign.
    """
    if isinstance(value, float) and abs(value) < _NOTHING:
        return "0"
    return str(value) if isinstance(value, (bool, int)) else f"{value:.{digits}g}"


def bare(name: str) -> str:
    """Return a name without what stands in brackets: "f(x, w)" is "f"."""
    shorter = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", name)
    return name if shorter == name else bare(shorter)


def is_plural(name: str) -> bool:
    """Whether a value's name takes "are": "the norms of b", "fan_in and fan_out"."""
    head = re.split(r" (?:of|by|in|for|with|after|that|where|whose) |, ", bare(name))[0]
    if re.fullmatch(r"\S+ and \S+", head):
        return True
    return head.startswith("the ") and re.search("[^aisu]s$", head) is not None


def place(name: str, index: tuple[int, ...]) -> str:
    """Return "dx[3, 2]", or the bare name of a scalar.

    An index would hang on the last word of a longer name: that is left out.
    """
    if not index:
        return name
    return f"{'' if ' ' in name else name}[{', '.join(map(str, index))}]"


def kind(value: Value) -> str:
    """Say what a value is, as a student would: "an array (4, 3) of float64"."""
    if value is None:
        return "None (is a return missing?)"
    if isinstance(value, np.ndarray):
        return f"an array {shape(value.shape)} of {value.dtype}"
    if isinstance(value, Handle):
        return _of_class(class_of(value))
    if isinstance(value, int) and value.bit_length() >= WORD_BITS:
        return f"an int of {value.bit_length()} bits"
    name = type(value).__name__
    article = "an" if name[0] in "aeiou" else "a"
    return f"{article} {name}"


def _of_class(name: str) -> str:
    """Say what an object of the submission's is, by the name of its class."""
    if name in _FUNCTIONS:
        return "a function (are its brackets () missing?)"
    if name == "type":
        return "a class (are its brackets () missing?)"
    return f"an object of the class {name}"


def shape(extents: tuple[int, ...]) -> str:
    """Return "(4, 3)"; a scalar is "()"."""
    if len(extents) == 1:
        return f"({extents[0]},)"
    return f"({', '.join(map(str, extents))})"


def table(found: Discrepancy, name: str, by: str, tolerance: float) -> str:
    """Return the three lines that show one wrong number and the extent."""
    where = f"at {place(name, found.index)}" if found.index else ""
    note = ", ".join(part for part in (where, by) if part)
    wanted, got = _apart(found.expected, found.got)
    expected = f"    expected   {wanted:<9} {note}".rstrip()
    extent = f"{found.count} of {found.size} {_entries(found.size)}"
    if found.is_plain or not tolerance:
        extent += " wrong"
    else:
        rough = f"{tolerance:.0e}".replace("e-0", "e-")
        extent += f" wrong (allowed: {rough} of the largest entry)"
    return "\n".join(
        (
            expected,
            f"    got        {got}",
            f"    extent     {extent}",
        )
    )


def _apart(expected: complex, got: complex) -> tuple[str, str]:
    """Return two numbers in five digits, or in as many as tell them apart."""
    digits = _DIGITS
    while expected != got and digits < _ALL_DIGITS:
        if number(expected, digits) != number(got, digits):
            break
        digits += 1
    pair = number(expected, digits), number(got, digits)
    return pair if digits == _DIGITS else _of_one_length(*pair)


def _of_one_length(one: str, other: str) -> tuple[str, str]:
    """Return two decimal fractions with as many digits, to be compared."""
    if not all(_FRACTION.fullmatch(each) for each in (one, other)):
        return one, other
    places = max(len(each.partition(".")[2]) for each in (one, other))
    filled = [
        each + "0" * (places - len(each.partition(".")[2])) for each in (one, other)
    ]
    return filled[0], filled[1]


def _entries(count: int) -> str:
    return "entry" if count == 1 else "entries"


def inputs(arrays: Mapping[str, Value]) -> str:
    """Return "x (4, 3), dout (4, 3)", or the values where they are few.

    Values stand one array a line, under each other in the table of a message.
    """
    sizes = sum(np.size(value) for value in arrays.values())
    lines = [f"{name} = {_values(value)}" for name, value in arrays.items()]
    if sizes <= FEW and max(map(len, lines), default=0) <= LONGEST_VALUES:
        return f",\n{' ' * 15}".join(lines)
    return ", ".join(
        f"{name} {shape(np.shape(value))}" for name, value in arrays.items()
    )


def _values(value: Value) -> str:
    """Return "[[1, 0.5]]": an array as Python writes a list of lists."""
    array = np.asarray(value)
    if array.ndim:
        return f"[{', '.join(map(_values, array))}]"
    return number(array.item())
