"""The dtype check: float32 in, float32 out, with float32's share of the digits."""

import functools
from collections.abc import Mapping
from typing import Annotated

import msgspec
import numpy as np

from grader.checks import text
from grader.checks.conventions import OUTSIDE
from grader.checks.passes import (
    At,
    Passes,
    Setting,
    as_dtype,
    called,
    flatten,
    is_layer,
    require_real,
    run,
    setting,
)
from grader.checks.work import Natural, Text, Work, shown_line
from grader.errors import BadOutput, CheckFailed, Finding, StudentError
from grader.numerics.closeness import Discrepancy, difference
from grader.sandbox.handles import Handle, Method, line_of
from grader.sandbox.line import refuse
from grader.sandbox.messages import Value
from grader.sandbox.plans import Widening
from grader.sandbox.recipes import again
from grader.sandbox.widening import MOST_LINES

FLOAT32_RTOL = 1e-4  # float32 carries 7 digits; a sum of some hundred terms loses 2
NARROW = "float32"
DTYPES = ("float64", NARROW)
_Lines = Annotated[list[tuple[Natural, Text]], msgspec.Meta(max_length=MOST_LINES)]
_ORDINALS = ("first", "second", "third")
_WHY = {
    "float32": "Something in your code is float64, and what it meets becomes float64: "
    "np.zeros, np.full, np.eye or rng.random without a dtype, an array made of a list, "
    "np.where of two Python numbers, whole numbers or a comparison times a number or "
    "divided by one, a NumPy number such as np.sqrt(2.0) or np.float64(eps), "
    ".astype(float) or dtype=float. Give new arrays the dtype of those that they meet; "
    "a Python number beside an array of floats does no harm.",
    "float64": "Your code cuts its numbers to a shorter kind somewhere: look for "
    "astype, or for a dtype written out, and use the dtype of the input instead.",
}
_MADE_WIDE = (
    "give what is made there the dtype of the array that it is combined with, such as "
    "x.dtype. Float64 comes from np.zeros, np.full, np.eye, the draws of rng and "
    "arrays made of a list, from .astype(float), from whole numbers or True and False "
    "in arithmetic, as in (a >= b) / 0.5, from np.where of two Python numbers, and "
    "from NumPy's own numbers, such as np.sqrt(2.0). A Python number does no harm to "
    "an array of floats."
)
_LOST = (
    "In float32 your code loses digits that it need not lose, or leaves the range of "
    "float32: look for the difference of two large numbers, for exp of a large number, "
    "and for limits that suit float64 only."
)


def follows_dtype(
    subject: Handle | Method,
    *,
    at: At,
    upstream: Value = None,
    fixed: tuple[Value, ...] = (),
    train: bool | None = True,
) -> None:
    """Check that results have the dtype of the input, in float64 and in float32.

    Args:
        subject: a fresh object with forward and backward, or a function.
        at: the input, or the inputs by name in the order they are taken, float64.
        upstream: the gradient for the output, a tuple where there are several;
            None to look at forward only.
        fixed: further positional arguments, passed as they are.
        train: passed to forward by keyword; None for a forward without it.

    Raises:
        BadOutput: a result has another dtype, or is no array or number.
        CheckFailed: the float32 numbers are not those of float64.
    """
    given = setting(at, upstream, fixed, train=train)
    results = {}
    for dtype in DTYPES:
        results[dtype] = _results(subject, given.cast(dtype), dtype, upstream)
        work = _work(subject, given, both=upstream is not None)
        _require_dtype(results[dtype], dtype, work)
    _require_same_form(results["float64"], results["float32"])
    for name, wide in results["float64"].items():
        narrow = np.asarray(results["float32"][name])
        found = difference(narrow, np.asarray(wide), FLOAT32_RTOL)
        if found is not None:
            again = _results(subject, given.cast("float64"), "float64", upstream)
            is_repeated = not _differ(again, results["float64"])
            raise _imprecise(found, name, is_repeated=is_repeated)


def _imprecise(found: Discrepancy, name: str, *, is_repeated: bool) -> CheckFailed:
    """Return the failure of float32, if float64 gives the same once more."""
    symptom = f"{name} in float32 is not what the same code gives in float64.\n\n"
    table = text.table(found, name, "", FLOAT32_RTOL)
    why = Finding("precision", _LOST) if is_repeated else Finding("outside", OUTSIDE)
    return CheckFailed(symptom + table, (why,))


def _differ(left: dict[str, Value], right: dict[str, Value]) -> bool:
    return any(
        not np.array_equal(
            np.asarray(value), np.asarray(right.get(name)), equal_nan=True
        )
        for name, value in left.items()
    )


def _require_dtype(results: dict[str, Value], dtype: str, work: Work) -> None:
    for name, value in results.items():
        require_real(f"{name} must be", value)
        if isinstance(value, np.ndarray) and value.dtype != np.dtype(dtype):
            msg = (
                f"{name} must be {dtype} where the input is {dtype}, found "
                f"{value.dtype}"
            )
            why = _WHY.get(dtype, "")
            is_wider = value.dtype.kind == "f" and dtype == NARROW
            lines = _origins(work) if is_wider else {}
            if lines:
                why = _begins(lines)
                shown = "\n".join(shown_line(number, lines) for number in lines)
                msg = f"{msg}.\n\n{shown}\n\n{why}"
            finding = Finding(f"dtype:{dtype}->{value.dtype}", why)
            raise BadOutput(msg, (finding,))


def _begins(lines: Mapping[int, str]) -> str:
    """Return what to say of lines from which wider numbers come."""
    there = "Float64 begins at that line"
    if len(lines) > 1:
        there = "Float64 begins at one of these lines, or at each"
    return f"{there}: {_MADE_WIDE}"


def _work(subject: Handle | Method, given: Setting, *, both: bool) -> Work:
    """Return what is run, for the worker to watch."""
    args = (*given.inputs.values(), *given.fixed)
    if not is_layer(subject):
        return Work(subject, args)
    return Work(subject, args, given.kwargs, given.upstream if both else None)


def _origins(work: Work) -> Mapping[int, str]:
    """Return the lines of their file that make float64 of float32, none if unknown."""
    line = line_of(work.owner)
    packer = line.packer()
    try:
        found = line.ask(Widening(work.trial(packer), NARROW), packer).value
    except StudentError:
        return {}  # an extra question: what it does with it is not judged
    try:
        return dict(msgspec.convert(found, _Lines))
    except msgspec.ValidationError:
        refuse("a reply about wider numbers had the wrong form")


def _require_same_form(wide: dict[str, Value], narrow: dict[str, Value]) -> None:
    shapes = [
        ", ".join(f"{name} {text.shape(np.shape(results[name]))}" for name in results)
        for results in (wide, narrow)
    ]
    if shapes[0] != shapes[1]:
        msg = (
            f"results must have the same shapes in float32 as in float64, expected "
            f"{shapes[0]}, found {shapes[1]}"
        )
        raise BadOutput(msg)


def _results(
    subject: Handle | Method, given: Setting, dtype: str, upstream: Value
) -> dict[str, Value]:
    if not is_layer(subject):
        outputs = flatten(subject(*given.inputs.values(), *given.fixed))
        return _numbered("result", outputs, f" of {called(subject)}")
    cast = functools.partial(as_dtype, dtype=dtype)
    layer: Handle = subject  # type: ignore[assignment]  # `is_layer` has just said so
    if upstream is None:
        layer = again(layer, cast)
        outputs = flatten(
            layer.forward(*given.inputs.values(), *given.fixed, **given.kwargs)
        )
        return _numbered("output", outputs)
    return _by_name(run(layer, given, cast))


def _by_name(passes: Passes) -> dict[str, Value]:
    return {
        **_numbered("output", passes.outputs),
        **{f"d{name}": value for name, value in passes.inputs.items()},
        **{f'grads["{key}"]': value for key, value in passes.grads.items()},
    }


def _numbered(name: str, outputs: list[Value], of: str = "") -> dict[str, Value]:
    """Return outputs by what messages call them: "the output", "the second output"."""
    if len(outputs) == 1:
        return {f"the {name}{of}": outputs[0]}
    count = range(len(_ORDINALS), len(outputs))
    places = (*_ORDINALS, *(f"{before + 1}th" for before in count))
    named = [f"the {place} {name}{of}" for place in places]
    return dict(zip(named, outputs, strict=False))  # two outputs need two places
