"""The check that code would run on a GPU: on CuPy's arrays, or on a stand-in's."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np

from grader.checks import text
from grader.checks.work import Natural, Text, Work, shown_line
from grader.errors import BadOutput, CheckFailed, Finding, GraderFault
from grader.numerics.closeness import difference
from grader.sandbox.handles import Handle, line_of
from grader.sandbox.line import Line, refuse
from grader.sandbox.messages import OnDevice, Value

SAME_RTOL = 1e-10  # the same operations in float64, summed in another order
STAND_IN = "stand-in"
_WITHOUT = "This was found without a GPU, by arrays that refuse what a GPU's refuse."


def runs_on_device(build: Callable[[], Work]) -> None:
    """Check that code gives on a GPU what it gives with NumPy.

    Every array goes to the GPU, those that an object is made from too; what comes
    out must be there, and must be what the same code gives with NumPy. Without a GPU
    a stand-in refuses what CuPy refuses: to become a NumPy array by itself, and to
    be mixed with one. Whether the numbers are right is for other checks.

    Args:
        build: makes what shall be done. Code that draws numbers needs a generator
            among its arguments, from `generator`.

    Raises:
        CheckFailed: it does not run there, or gives something else.
        BadOutput: something that comes out is a NumPy array.
        StudentError: what it does with NumPy already.
        GraderFault: the GPU that was asked for cannot be used.
    """
    work = build()
    line = line_of(work.owner)
    claim = _claimed(line, work)
    spoken = _Places(work)
    if claim.stopped is not None:
        raise _refused(claim.stopped, line.device)
    if claim.at_home:
        raise _left_behind(spoken.name(claim.at_home[0]), line.device)
    _require_same(claim, spoken)


Place = list[str | int]


class _Stopped(msgspec.Struct, frozen=True, array_like=True):
    """The exception that ended the run on the device."""

    kind: Text
    text: Text
    line: Natural
    source: Text


class _Claim(msgspec.Struct, frozen=True, array_like=True):
    """What the worker says; see `device.run_on_device`."""

    expected: list[tuple[Place, Any]]
    found: list[tuple[Place, Any]]
    at_home: list[Place]
    stopped: _Stopped | None


def _claimed(line: Line, work: Work) -> _Claim:
    packer = line.packer()
    body = OnDevice(work.trial(packer), line.device)
    reply = line.ask(body, packer, at_length=True, what=work.name).value
    if isinstance(reply, str) and line.device != STAND_IN:
        msg = (
            f"--device {line.device} needs CuPy and a GPU in the submission's process, "
            f"found {reply}; leave the option out to grade without a GPU."
        )
        raise GraderFault(msg)
    try:
        claim = msgspec.convert(reply, _Claim)
    except msgspec.ValidationError:
        refuse("a reply about a device had the wrong form")
    for _, value in (*claim.expected, *claim.found):
        if not isinstance(value, (np.ndarray, np.generic, int, float, complex)):
            refuse("a reply about a device held something that is no number")
    return claim


@dataclass(frozen=True)
class _Rule:
    """What the words of an exception say.

    Attributes:
        code: the stable name of what happened.
        pattern: fits class and text of the exception.
        cause: what the code does, as a student reads it.
        advice: what to write in its place.
    """

    code: str
    pattern: re.Pattern[str]
    cause: str
    advice: str


_RULES = (
    _Rule(
        "implicit",
        re.compile("Implicit conversion to a NumPy array"),
        "Your code makes a NumPy array of an array that is on the GPU",
        "np.array and np.asarray do so, and so does writing it into a NumPy array, or "
        "using it as an index of one. Leave it out, or make arrays with the functions "
        "of xp, the array_namespace of an array that is there: xp.stack, xp.zeros.",
    ),
    _Rule(
        "mixed",
        re.compile(r"numpy\.ndarray|Only cupy arrays|Multiple namespaces"),
        "Your code mixes a NumPy array with an array that is on the GPU",
        "The NumPy array was made on that line or before it, perhaps in a constructor "
        "or in the function that calls this one, such as by np.zeros, np.arange, "
        "np.array or a generator of NumPy's. Leave it out, or make it with the "
        "functions of xp, the array_namespace of an array that is there, such as "
        "xp.zeros, or send it there with xp.asarray.",
    ),
    _Rule(
        "operand",
        re.compile(r"returned NotImplemented|Unsupported type"),
        "Your code combines an array on the GPU with a list, a tuple or None",
        "Make an array of it first, with xp.asarray.",
    ),
    _Rule(
        "number",
        re.compile(
            r"as an integer|__index__|integers or slices, not|__round__|unhashable"
        ),
        "Your code uses an array on the GPU where Python needs a number of its own",
        "On a GPU even a sum is an array, of no axes. Write int(...) or float(...) "
        "around it, or compute the number from x.shape.",
    ),
    _Rule(
        "missing",
        re.compile(
            r"has no attribute|no implementation found|not supported yet|does not "
            r"support|only supports|unexpected keyword|NotImplementedError"
        ),
        "Your code uses something that NumPy has and CuPy has not",
        "Write it with functions that both have.",
    ),
)
_OTHER = _Rule(
    "other",
    re.compile(""),
    "Your code fails where its arrays are on a GPU, and works with NumPy's",
    "Look for what it takes for granted about NumPy's arrays.",
)

_AT = "np.add.at refuses a list or a tuple of indices there: write xp.add.at."


def _refused(stopped: _Stopped, device: str) -> CheckFailed:
    """Return the failure that tells of an exception on the device."""
    said = _printable(f"{stopped.kind}: {stopped.text}")
    rule = next((rule for rule in _RULES if rule.pattern.search(said)), _OTHER)
    where = f", see line {stopped.line}." if stopped.line else "."
    cause = rule.cause + where
    shown = shown_line(stopped.line, {stopped.line: stopped.source})
    parts = [cause, shown]
    if rule.code in ("missing", "other"):
        parts.append(f"The exception was {said}.")
    advice = rule.advice
    if rule.code == "operand" and "np.add.at" in stopped.source:
        advice = f"{_AT} {advice}"
    parts.append(_closed(advice, device))
    symptom = "\n\n".join(part for part in parts if part)
    return CheckFailed(symptom, (Finding(f"device:{rule.code}", cause),))


def _left_behind(name: str, device: str) -> BadOutput:
    cause = f"{name} is a NumPy array, though what goes in is on a GPU"
    advice = (
        "Make it with the functions of xp, the array_namespace of an array that is "
        "there or was drawn; if np.asarray or .get() is on the way, leave it out."
    )
    told = _sentence(cause)
    msg = f"{told} {_closed(advice, device)}"
    return BadOutput(msg, (Finding("device:cpu-result", told),))


def _closed(advice: str, device: str) -> str:
    return f"{advice} {_WITHOUT}" if device == STAND_IN else advice


def _require_same(claim: _Claim, spoken: "_Places") -> None:
    """Require the same numbers in the same places.

    Raises:
        CheckFailed: something differs.
    """
    found = {tuple(place): value for place, value in claim.found}
    for place, expected in claim.expected:
        name = spoken.name(place)
        got = found.pop(tuple(place), None)
        if got is None or np.shape(got) != np.shape(expected):
            forms = f"expected {_form(expected)}, found {_form(got)}"
            cause = f"{name} has another form on a GPU than with NumPy, {forms}"
            raise _differs(cause)
        numbers = np.asarray(got), np.asarray(expected)
        if any(each.dtype.kind == "O" for each in numbers):  # ints of too many bits
            is_same, gap = got == expected, None
        else:
            gap = difference(*numbers, SAME_RTOL)
            is_same = gap is None
        if not is_same:
            cause = f"{name} is not the same on a GPU as with NumPy"
            table = text.table(gap, name, "", SAME_RTOL) if gap else ""
            raise _differs(cause, table)
    for extra in found:
        cause = f"{spoken.name(list(extra))} comes out on a GPU only, not with NumPy"
        raise _differs(cause)


def _form(value: Value) -> str:
    return "nothing" if value is None else f"shape {text.shape(np.shape(value))}"


def _differs(cause: str, table: str = "") -> CheckFailed:
    told = _sentence(cause)
    symptom = f"{told}\n\n{table}" if table else told
    return CheckFailed(symptom, (Finding("device:numbers", told),))


def _sentence(words: str) -> str:
    """Return words as a sentence; names of the student's keep their first letter."""
    is_ours = words.startswith(("the ", "what ", "an "))
    return f"{words[:1].upper() if is_ours else words[:1]}{words[1:]}."


class _Places:
    """Names, as a student knows them, for the places that a worker tells."""

    def __init__(self, work: Work) -> None:
        """Name what comes out of `work`."""
        is_layer = isinstance(work.subject, Handle)
        self._acts = (
            ("the output of forward", "what backward returns")
            if is_layer
            else ("the result",)
        )

    def name(self, place: Place) -> str:
        """Return "the output of forward", 'grads["W"]' or the like."""
        root, *rest = place
        if root == "returned" and rest and self._is_act(rest[0]):
            return self._acts[int(rest[0])] + "".join(_steps(rest[1:]))
        if root == "arguments":
            return "an argument after the call" + "".join(_steps(rest[1:]))
        return _printable(str(root)) + "".join(_steps(rest))

    def _is_act(self, number: str | int) -> bool:
        return isinstance(number, int) and 0 <= number < len(self._acts)


def _steps(place: Place) -> Iterator[str]:
    for step in place:
        yield f"[{step}]" if isinstance(step, int) else f'["{_printable(step)}"]'


def _printable(words: str) -> str:
    return "".join(c if c.isprintable() else " " for c in words)
