"""The dtype check: float32 in, float32 out, with float32's share of the digits."""

import functools

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
from grader.errors import BadOutput, CheckFailed, Finding
from grader.numerics.closeness import Discrepancy, difference
from grader.sandbox.handles import Handle, Method
from grader.sandbox.messages import Value
from grader.sandbox.recipes import again

FLOAT32_RTOL = 1e-4  # float32 carries 7 digits; a sum of some hundred terms loses 2
DTYPES = ("float64", "float32")
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
        _require_dtype(results[dtype], dtype)
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


def _require_dtype(results: dict[str, Value], dtype: str) -> None:
    for name, value in results.items():
        require_real(f"{name} must be", value)
        if isinstance(value, np.ndarray) and value.dtype != np.dtype(dtype):
            msg = (
                f"{name} must be {dtype} where the input is {dtype}, found "
                f"{value.dtype}"
            )
            finding = Finding(f"dtype:{dtype}->{value.dtype}", _WHY.get(dtype, ""))
            raise BadOutput(msg, (finding,))


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
