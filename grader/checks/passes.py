"""One forward and one backward pass of a student's layer, taken apart."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from grader.checks import text
from grader.checks.values import is_number, no_list
from grader.errors import BadOutput, CourseError
from grader.sandbox.handles import Handle, Method, line_of
from grader.sandbox.journal import copied
from grader.sandbox.messages import Value
from grader.sandbox.recipes import Cast, passes

Array = NDArray[Any]  # of whatever dtype the code gave
At = ArrayLike | Mapping[str, ArrayLike]


class Setting(msgspec.Struct, frozen=True):
    """What a layer is called with.

    Attributes:
        inputs: the arrays it is differentiated for, by name, in order.
        fixed: further positional arguments.
        kwargs: keyword arguments of forward.
        upstream: one gradient per output.
        names: what backward calls them: "dout", or "dout0", "dout1", ... where a
            suite gives no names.
    """

    inputs: dict[str, Array]
    fixed: tuple[Value, ...]
    kwargs: dict[str, Value]
    upstream: tuple[Value, ...]
    names: tuple[str, ...]

    def cast(self, dtype: str) -> "Setting":
        """Return the same setting with every float array in `dtype`."""
        return Setting(
            {name: as_dtype(array, dtype) for name, array in self.inputs.items()},
            self.fixed,
            self.kwargs,
            tuple(as_dtype(array, dtype) for array in self.upstream),
            self.names,
        )

    @property
    def by_name(self) -> dict[str, Value]:
        """The gradients for the outputs by backward's names."""
        return dict(zip(self.names, self.upstream, strict=True))


class Passes(msgspec.Struct, frozen=True):
    """What came out of one forward and one backward pass.

    Attributes:
        outputs: forward's outputs in order, numbers and arrays.
        inputs: backward's gradient for each input, by the input's name.
        grads: `grads` after backward, by key.
        parameters: `params` before forward, by key.
        calls: how often backward called forward.
    """

    outputs: list[Value]
    inputs: dict[str, Value]
    grads: dict[str, Value]
    parameters: dict[str, Value]
    calls: int = 0


def setting(
    at: At, upstream: Value, fixed: Sequence[Value], *, train: bool | None
) -> Setting:
    """Return the setting that the arguments of a check describe."""
    inputs = dict(at) if isinstance(at, Mapping) else {"x": at}
    gradients = _upstream(upstream)
    return Setting(
        {name: np.array(array) for name, array in inputs.items()},
        tuple(fixed),
        {} if train is None else {"train": train},
        tuple(gradients.values()),
        tuple(gradients),
    )


def _upstream(given: Value) -> dict[str, Value]:
    """Return backward's arguments by name."""
    if isinstance(given, dict):
        return given
    if isinstance(given, tuple):
        return {f"dout{place}": gradient for place, gradient in enumerate(given)}
    return {"dout": given}


def run(layer: Handle, given: Setting, cast: Cast = copied) -> Passes:
    """Run one forward and one backward pass of a fresh copy of the layer.

    Args:
        layer: left as it is.
        given: what the passes are called with.
        cast: what every argument of the layer's making passes through.

    Raises:
        BadOutput: forward or backward gave something of the wrong kind.
    """
    arguments = ((*given.inputs.values(), *given.fixed), given.kwargs)
    outputs, parameters, returned, grads, calls = passes(
        layer, arguments, given.upstream, cast
    )
    for name, value in (("params", parameters), ("grads", grads)):
        if not isinstance(value, dict):
            msg = f"{name} must be a dict, found {text.kind(value)}"
            raise BadOutput(msg)
    return Passes(
        as_outputs(outputs, given),
        name_gradients(returned, given),
        grads,
        parameters,
        calls,
    )


@contextmanager
def unheard(layer: Handle) -> Iterator[None]:
    """Keep no output of what is asked inside: the questions are the grader's own."""
    line = line_of(layer)
    line.printed += line.worker.take_output()
    try:
        yield
    finally:
        line.worker.take_output()


def as_outputs(outputs: Value, given: Setting) -> list[Value]:
    """Return what forward gave as a flat list of arrays and numbers.

    Raises:
        BadOutput: an output is neither, or does not fit the upstream gradients.
    """
    flat = flatten(outputs)
    for output in flat:
        require_real("forward must return", output)
    if isinstance(outputs, list):
        msg = f"forward must return {_arrays(len(given.upstream))}, found a list"
        raise BadOutput(msg, (no_list("Make an array of it"),), about="out")
    if len(flat) != len(given.upstream):
        wanted = _counted(len(given.upstream), "output")
        msg = f"forward must return {wanted}, found {len(flat)}"
        raise BadOutput(msg, about="out")
    for output, upstream in zip(flat, given.upstream, strict=True):
        if np.shape(output) != np.shape(upstream):
            msg = (
                f"forward must return shape {text.shape(np.shape(upstream))} here, "
                f"found {text.shape(np.shape(output))}"
            )
            raise BadOutput(msg, about="out")
    return flat


def require_real(duty: str, value: Value) -> None:
    """Require an array of real numbers, or one real number.

    Args:
        duty: how the message begins: "forward must return", "dx must be".
        value: what the code gave.

    Raises:
        BadOutput: it is something else.
    """
    if not (isinstance(value, np.ndarray) or is_number(value)):
        msg = f"{duty} an array, found {text.kind(value)}"
        raise BadOutput(msg)
    if np.iscomplexobj(value):
        msg = f"{duty} real numbers, found {text.kind(value)}"
        raise BadOutput(msg)


def name_gradients(gradients: Value, given: Setting) -> dict[str, Value]:
    """Return what backward gave by the inputs' names.

    Raises:
        BadOutput: backward gave another number of gradients.
    """
    names = list(given.inputs)
    parts = list(gradients) if isinstance(gradients, (tuple, list)) else [gradients]
    if len(parts) != len(names):
        wanted = ", ".join(f"d{name}" for name in names)
        msg = f"backward must return {wanted}, found {_counted(len(parts), 'value')}"
        raise BadOutput(msg)
    return dict(zip(names, parts, strict=True))


def _arrays(count: int) -> str:
    return "an array" if count == 1 else f"a tuple of {count} arrays"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def flatten(outputs: Value) -> list[Value]:
    """Return nested tuples and lists as one list."""
    if isinstance(outputs, (tuple, list)):
        return [part for output in outputs for part in flatten(output)]
    return [outputs]


def as_dtype(value: Value, dtype: str) -> Value:
    """Return `value` with every float array inside it in `dtype`."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return value.astype(dtype)
    if isinstance(value, (list, tuple)):
        return type(value)(as_dtype(item, dtype) for item in value)
    if isinstance(value, dict):
        return {key: as_dtype(item, dtype) for key, item in value.items()}
    return value


def is_layer(subject: object) -> bool:
    """Whether a check's subject is an object of the submission's, not a function.

    Raises:
        CourseError: it is neither.
    """
    if isinstance(subject, Handle):
        return True
    if callable(subject):
        return False
    msg = f"a check needs a layer or a function of the submission, found {subject!r}."
    raise CourseError(msg)


def called(subject: Handle | Method) -> str:
    """Return what a function is called, where the subject is one."""
    return subject.name if isinstance(subject, Method) else "the function"
