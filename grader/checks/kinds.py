"""Checks of what kind a result is, whatever its numbers are."""

import numpy as np

from grader.checks import text
from grader.checks.values import numeric
from grader.errors import BadOutput, Finding
from grader.numerics.diagnosis.value_shapes import explain_dtype
from grader.sandbox.messages import Value

ADVICE = {
    "tuple": "`return a, b` makes a tuple, and square brackets make a list",
    "list": "make one with square brackets, and append to it",
    "dict": "make one with braces, a key before each colon",
    "float": "float(value) makes one of an array of a single entry",
    "int": "int(value) makes one, and math.prod and // keep whole numbers whole",
    "bool": "bool(value) makes one of a comparison",
}
PLAIN: dict[str, type] = {
    "tuple": tuple,
    "list": list,
    "dict": dict,
    "float": float,
    "int": int,
    "bool": bool,
}


def is_kind(got: Value, kind: str, name: str, *, exactly: bool = False) -> None:
    """Check that a result is of a kind.

    Args:
        got: what the submission gave.
        kind: "tuple", "list", "dict", "float", "int" or "bool".
        name: what the result is called in the message.
        exactly: whether a number must be Python's; else NumPy's will do.

    Raises:
        BadOutput: it is of another kind.
    """
    if _is(got, kind, exactly=exactly):
        return
    found = "None" if got is None else text.kind(got)
    msg = f"{name} must be {_article(kind)}, found {found}"
    it = name[0].upper() + name[1:]
    if got is None:
        said = f"{it} is None: is a return missing, or a value never set?"
        raise BadOutput(msg, (Finding("not-returned", said),), name)
    said = f"{it} is {found} and must be {_article(kind)}: {ADVICE[kind]}."
    raise BadOutput(msg, (Finding(f"kind:{type(got).__name__}", said),), name)


def is_made_with(kind: str, wanted: str, name: str) -> None:
    """Check that an object was made with a class of the module.

    Args:
        kind: the name of the object's type, as it is in the worker.
        wanted: the name of the class.
        name: what the object is called in the message.

    Raises:
        BadOutput: it was made otherwise.
    """
    if kind != wanted:
        msg = f"{name} must be a {wanted}, found a {kind}"
        said = f"{name[0].upper()}{name[1:]} is a {kind} and must be a {wanted}: make "
        said += f"it with {wanted}(...)."
        raise BadOutput(msg, (Finding(f"kind:{kind}", said),), name)


def has_shape(got: Value, shape: tuple[int, ...], name: str) -> None:
    """Check that a result is an array of numbers of this shape.

    Raises:
        BadOutput: it is not.
    """
    numeric(got, shape, name)


def has_integers(got: Value, name: str) -> None:
    """Check that a result holds integers: neither floats nor False and True.

    Raises:
        BadOutput: it does not.
    """
    is_real = isinstance(got, (np.ndarray, np.generic, int, float))
    found = np.asarray(got).dtype if is_real else None
    if found is not None and found.kind in "iu":
        return
    shown = text.kind(got) if found is None else str(found)
    msg = f"{name} must hold integers, found {shown}"
    why = "a comparison gives False and True, and a float times anything is a float"
    said = f"{name[0].upper()}{name[1:]} holds {shown} and must hold integers: {why}."
    raise BadOutput(msg, (Finding(f"kind:{shown}", said),), name)


def has_dtype(got: Value, dtype: str, name: str) -> None:
    """Check that a result is an array of this dtype.

    Raises:
        BadOutput: it is no array, or one of another dtype.
    """
    wanted = np.dtype(dtype)
    if not isinstance(got, (np.ndarray, np.generic)):
        found = "None" if got is None else text.kind(got)
        msg = f"{name} must be an array of {dtype}, found {found}"
        said = f"{name[0].upper()}{name[1:]} must be a NumPy array: look at the line "
        said += "that makes it."
        raise BadOutput(msg, (Finding("not-an-array", said),), name)
    if got.dtype != wanted:
        msg = f"{name} must have dtype {dtype}, found {got.dtype}"
        raise BadOutput(msg, (explain_dtype(got.dtype, wanted),), name)


def _is(got: Value, kind: str, *, exactly: bool) -> bool:
    if isinstance(got, (bool, np.bool_)):
        return kind == "bool" and (not exactly or isinstance(got, bool))
    numpys = {"float": np.floating, "int": np.integer}.get(kind)
    if numpys is not None and isinstance(got, numpys):
        return not exactly
    return isinstance(got, PLAIN[kind])


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
