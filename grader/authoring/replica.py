"""A suite's layer made once more in this process, from the reference itself.

The judge knows how a suite made each object of a submission, so the same object
can be made of the reference's classes, at any point and with complex numbers.
"""

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks.passes import Setting, flatten
from grader.errors import CourseError
from grader.sandbox.handles import Handle, made, number_of
from grader.sandbox.messages import Seed, Value
from grader.sandbox.objects import MODULE

Array = NDArray[Any]  # float64, or complex128 along a complex step
Cast = Callable[[Array], Array]


class Replica:
    """One layer of a suite, made of the reference's own classes whenever asked."""

    def __init__(self, reference: ModuleType, layer: Handle, given: Setting) -> None:
        """Know what to make, and what its forward is called with.

        Args:
            reference: the module in this process.
            layer: what the suite made in the worker.
            given: what both passes are called with.
        """
        self._reference = reference
        self._layer = layer
        self._given = given

    def claims(
        self, *, inputs: bool, parameters: bool
    ) -> dict[str, tuple[Array, Array]]:
        """Return each leaf with the gradient that backward gives for it.

        Raises:
            CourseError: the object cannot be made here.
        """
        layer = self._make(_wide)
        values = {key: _wide(array) for key, array in layer.params.items()}
        self._forward(layer, {}, _wide)
        returned = layer.backward(*(self._value(u, _wide, {}) for u in self._upstream))
        found = {
            key: (value, _wide(layer.grads[key]))
            for key, value in values.items()
            if parameters
        }
        parts = returned if isinstance(returned, (tuple, list)) else (returned,)
        for name, part in zip(self._given.inputs, parts, strict=True):
            if inputs:
                found[f"d{name}"] = _wide(self._given.inputs[name]), _wide(part)
        return found

    def loss(self, leaf: str, value: Array) -> complex:
        """Return the sum of forward's outputs, weighted by the upstream gradient."""
        cast = _complex if np.iscomplexobj(value) else _wide
        layer = self._make(cast)
        if leaf in layer.params:
            layer.params[leaf][...] = value
        outputs = self._forward(layer, {leaf: value}, cast)
        return complex(
            sum(
                np.sum(np.asarray(out) * np.asarray(upstream, np.float64))
                for out, upstream in zip(outputs, self._upstream, strict=True)
            )
        )

    @property
    def _upstream(self) -> tuple[Value, ...]:
        return self._given.upstream

    def _forward(
        self, layer: Value, variant: Mapping[str, Array], cast: Cast
    ) -> list[Value]:
        inputs = [
            variant.get(f"d{name}", cast(array))
            for name, array in self._given.inputs.items()
        ]
        fixed = [self._value(value, cast, {}) for value in self._given.fixed]
        outputs = layer.forward(
            *(array.copy() for array in inputs), *fixed, **self._given.kwargs
        )
        return flatten(outputs)

    def _make(self, cast: Cast) -> Value:
        return self._value(self._layer, cast, {})

    def _value(self, value: Value, cast: Cast, built: dict[int, Value]) -> Value:
        """Return what a suite's value is in this process."""
        if isinstance(value, np.ndarray):
            return cast(value) if value.dtype.kind == "f" else value.copy()
        if isinstance(value, (list, tuple)):
            return type(value)(self._value(item, cast, built) for item in value)
        if isinstance(value, dict):
            return {key: self._value(item, cast, built) for key, item in value.items()}
        if isinstance(value, Seed):
            return np.random.default_rng(value.number)
        if isinstance(value, Handle):
            return self._object(value, cast, built)
        return value

    def _object(self, handle: Handle, cast: Cast, built: dict[int, Value]) -> Value:
        number = number_of(handle)
        if number not in built:
            built[number] = self._made(handle, cast, built)
        return built[number]

    def _made(self, handle: Handle, cast: Cast, built: dict[int, Value]) -> Value:
        record = made(handle)
        if number_of(record.owner) != MODULE:
            msg = f"{handle!r} is not made of a class of the reference."
            raise CourseError(msg)
        layer = _follow(self._reference, record.path)(
            *(self._value(arg, cast, built) for arg in record.args),
            **self._value(record.kwargs, cast, built),
        )
        for path, args, kwargs in record.history or []:
            _follow(layer, path)(
                *(self._value(arg, cast, built) for arg in args),
                **self._value(kwargs, cast, built),
            )
        return layer


def _follow(owner: Value, path: list[str | int]) -> Value:
    for step in path:
        is_item = isinstance(owner, (dict, list, tuple))
        owner = owner[step] if is_item else getattr(owner, str(step))
    return owner


def _wide(value: Value) -> Array:
    return np.array(value, np.float64)


def _complex(value: Value) -> Array:
    return np.array(value, np.complex128)
