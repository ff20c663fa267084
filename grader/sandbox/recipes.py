"""Building a handle's object again: once, or for many evaluations in one message."""

import functools
from collections.abc import Callable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.sandbox.handles import (
    Handle,
    Method,
    call,
    class_of,
    line_of,
    made,
    number_of,
    owned,
)
from grader.sandbox.journal import copied
from grader.sandbox.line import refuse
from grader.sandbox.messages import Evaluate, Passes, Value
from grader.sandbox.plans import Act, Entries, Recipe, Recording, Trial
from grader.sandbox.recording import LONGEST_NAME, plain
from grader.sandbox.wire import Packer

Cast = Callable[[Value], Value]
PARTS = 5  # of the reply to two passes
ROWS = 2  # dimensions of a batch's reply: variants, outputs


def recipes(handle: Handle, packer: Packer, cast: Cast = copied) -> list[Recipe]:
    """Return how to build `handle` again, the objects it needs first."""
    found: dict[int, Recipe] = {}
    _gather(handle, packer, cast, found)
    return list(found.values())


def _gather(value: Value, packer: Packer, cast: Cast, found: dict[int, Recipe]) -> None:
    if isinstance(value, (list, tuple)):
        for item in value:
            _gather(item, packer, cast, found)
    elif isinstance(value, dict):
        for item in value.values():
            _gather(item, packer, cast, found)
    elif isinstance(value, Handle) and not (
        _is_module(value) or number_of(value) in found
    ):
        _add(value, packer, cast, found)


def _is_module(handle: Handle) -> bool:
    """Whether it is a module, which is there and is not made again."""
    return class_of(handle).partition(" ")[0] == "module"


def _add(handle: Handle, packer: Packer, cast: Cast, found: dict[int, Recipe]) -> None:
    record = made(handle)
    _gather([record.args, record.kwargs, record.history], packer, cast, found)
    number = number_of(handle)
    args, kwargs = _recast(record.args, record.kwargs, cast)
    history = [(p, *_recast(a, k, cast)) for p, a, k in record.history or []]
    found[number] = Recipe(
        number,
        number_of(record.owner),
        record.path,
        *_packed(args, kwargs, packer),
        [(path, *_packed(a, k, packer)) for path, a, k in history],
    )


def _packed(
    args: Sequence[Value], kwargs: dict[str, Value], packer: Packer
) -> tuple[list[Value], dict[str, Value]]:
    return (
        [packer.pack(arg) for arg in args],
        {key: packer.pack(value) for key, value in kwargs.items()},
    )


class Point(msgspec.Struct, frozen=True):
    """Where a method is evaluated.

    Attributes:
        method: its name.
        args: its positional arguments.
        kwargs: its keyword arguments.
        leaves: the arrays that vary, by name.
        places: where each leaf goes: a position among `args`, or a parameter's key.
    """

    method: str
    args: tuple[Value, ...]
    kwargs: dict[str, Value]
    leaves: dict[str, NDArray[np.float64]]
    places: dict[str, int | str]


Whole = Sequence[dict[str, NDArray[np.float64]]]
EntryVariants = Sequence[tuple[str, NDArray[np.int64], NDArray[np.float64]]]


def evaluate(
    handle: Handle, point: Point, whole: Whole, entries: EntryVariants
) -> NDArray[np.float64]:
    """Return the flattened outputs at `point` and at each of its variants.

    Args:
        handle: the object; it is built afresh for each evaluation.
        point: the method and its arguments.
        whole: variants that replace the leaves they name.
        entries: variants of one leaf in one entry each: leaf, indices, values.

    Returns:
        (1 + variants, outputs) array; row 0 is `point` itself.
    """
    line = line_of(handle)
    packer = line.packer()
    body = Evaluate(
        recipes(handle, packer),
        point.method,
        [packer.pack(arg) for arg in point.args],
        {key: packer.pack(arg) for key, arg in point.kwargs.items()},
        {leaf: packer.pack(value) for leaf, value in point.leaves.items()},
        point.places,
        [{k: packer.pack(v) for k, v in variant.items()} for variant in whole],
        [Entries(leaf, packer.pack(i), packer.pack(v)) for leaf, i, v in entries],
    )
    rows = line.ask(
        body, packer, at_length=True, what=f"{class_of(handle)}.forward"
    ).value
    expected = 1 + len(whole) + sum(len(indices) for _, indices, _ in entries)
    if (
        type(rows) is not np.ndarray
        or rows.dtype != np.float64
        or rows.ndim != ROWS
        or len(rows) != expected
    ):
        refuse("a reply to a batch of evaluations had the wrong form")
    return rows


def passes(
    handle: Handle,
    inputs: tuple[Sequence[Value], dict[str, Value]],
    upstream: Sequence[Value],
    cast: Cast = copied,
) -> tuple[Value, Value, Value, Value, int]:
    """Run forward and backward on a fresh object, in one message.

    Args:
        handle: the object to build afresh.
        inputs: forward's positional and keyword arguments.
        upstream: backward's arguments.
        cast: what every argument of its making passes through.

    Returns:
        outputs, parameters before the passes, what backward gave, grads, and how
        often backward called forward.
    """
    line = line_of(handle)
    packer = line.packer()
    body = Passes(
        recipes(handle, packer, cast),
        *_packed(*inputs, packer),
        [packer.pack(gradient) for gradient in upstream],
    )
    what = f"{class_of(handle)}.forward or backward"
    seen = owned(line, line.ask(body, packer, what=what).value)
    if type(seen) is not tuple or len(seen) != PARTS or type(seen[-1]) is not int:
        refuse("a reply to two passes had the wrong form")
    return seen


def recorded(
    handle: Handle,
    inputs: tuple[Sequence[Value], dict[str, Value]],
    upstream: Sequence[Value],
    names: Sequence[str],
) -> tuple[Value, list[tuple[str, NDArray[np.float64]]]]:
    """Run both passes on a fresh object, and see what backward's locals held.

    Args:
        handle: the object to build afresh.
        inputs: forward's positional and keyword arguments.
        upstream: backward's arguments.
        names: plain names, as `recording.plain` makes them.

    Returns:
        forward's outputs; and for each binding of one of the names, in order, the
        name as the code writes it and the array.
    """
    line = line_of(handle)
    packer = line.packer()
    body = Recording(
        recipes(handle, packer),
        *_packed(*inputs, packer),
        [packer.pack(gradient) for gradient in upstream],
        list(names),
    )
    seen = line.ask(body, packer).value
    is_pair = type(seen) is tuple and len(seen) == len(("outputs", "found"))
    if not (is_pair and type(seen[1]) is list) or not all(
        _is_named(each, names) for each in seen[1]
    ):
        refuse("a reply to a question about variables had the wrong form")
    return seen[0], seen[1]


def _is_named(item: Value, names: Sequence[str]) -> bool:
    """Whether it is (name, array), and the name one that was asked for."""
    return (
        type(item) is tuple
        and list(map(type, item)) == [str, np.ndarray]
        and item[1].dtype == np.float64
        and len(item[0]) <= LONGEST_NAME
        and plain(item[0]) in names
    )


def trial(
    subject: Handle | Method,
    acts: Sequence[tuple[list[str | int], Sequence[Value], dict[str, Value]]],
    packer: Packer,
) -> Trial:
    """Return the plan of calls on a fresh copy of an object, or of one function.

    Args:
        subject: the object, or the function or method that every act calls.
        acts: path from the subject ([] for a function itself), positional and
            keyword arguments.
        packer: holds the arrays of the request it becomes part of.
    """
    owner, path = (subject, []) if isinstance(subject, Handle) else subject.target
    return Trial(
        [] if _is_module(owner) else recipes(owner, packer),
        number_of(owner),
        [Act([*path, *step], *_packed(a, k, packer)) for step, a, k in acts],
    )


def again(handle: Handle, cast: Cast = copied) -> Handle:
    """Make the handle's object once more, with every argument passed through `cast`.

    Objects among the arguments are made once more too, each of them once.
    """
    twins: dict[int, Handle] = {}
    _make_again(handle, cast, twins)
    return twins[number_of(handle)]


def _make_again(value: Value, cast: Cast, twins: dict[int, Handle]) -> Value:
    """Return `value` cast, with handles on new objects in place of the old ones."""
    if isinstance(value, (list, tuple)):
        return type(value)(_make_again(item, cast, twins) for item in value)
    if isinstance(value, dict):
        return {key: _make_again(item, cast, twins) for key, item in value.items()}
    if not isinstance(value, Handle):
        return cast(copied(value))
    if _is_module(value):
        return value
    number = number_of(value)
    if number not in twins:
        record = made(value)
        remake = functools.partial(_make_again, cast=cast, twins=twins)
        made_of = tuple(map(remake, record.args)), remake(record.kwargs)
        twins[number] = call(record.owner, record.path, *made_of)
        for path, args, kwargs in list(record.history or []):
            call(twins[number], path, tuple(map(remake, args)), remake(kwargs))
    return twins[number]


def _recast(
    args: list[Value], kwargs: dict[str, Value], cast: Cast
) -> tuple[tuple[Value, ...], dict[str, Value]]:
    return (
        tuple(cast(copied(arg)) for arg in args),
        {key: cast(copied(value)) for key, value in kwargs.items()},
    )
