"""Calls as the worker makes them: one, several of one function, several in turn."""

import functools
from collections.abc import Callable

from grader.sandbox.evaluation import Follow, Get, MakeArguments
from grader.sandbox.messages import (
    Absent,
    Call,
    Raised,
    Returned,
    Several,
    Turns,
    Unfit,
    Value,
)
from grader.sandbox.objects import Arguments, NoSuchName, copied
from grader.sandbox.plans import Step
from grader.sandbox.wire import NotEncodable, Packer

Describe = Callable[[BaseException], Raised]


def bound(
    body: Call | Turns, function: Callable[..., Value], arguments: Arguments
) -> Callable[[], Value]:
    """Return what to do: the arguments are built before the clock of warnings runs."""
    if isinstance(body, Turns):
        shared = [arguments.build(arg) for arg in body.shared]
        each = [[arguments.build(arg) for arg in args] for args in body.each]
        if body.snapshots:
            return lambda: [
                [function(*shared, *args), *map(copied, shared)] for args in each
            ]
        return lambda: [function(*shared, *args) for args in each]
    return _call(function, body.args, body.kwargs, arguments)


def _call(
    function: Callable[..., Value],
    args: list[Value],
    kwargs: dict[str, Value],
    arguments: Arguments,
) -> Callable[[], Value]:
    built = [arguments.build(arg) for arg in args]
    named = {key: arguments.build(arg) for key, arg in kwargs.items()}
    return functools.partial(function, *built, **named)


def take(
    body: Several,
    packer: Packer,
    get: Get,
    follow: Follow,
    make_arguments: MakeArguments,
    describe: Describe,
) -> Returned:
    """Return what each step gave, and what ended them if one raised."""
    values: list[Value] = []
    failed: Raised | Absent | Unfit | None = None
    for step in body.steps:
        try:
            value = _taken(step, get, follow, make_arguments({}))
            # Copied at once: a later step may write into what this one gave.
            values.append(packer.pack(copied(value)))
        except NotEncodable as error:
            failed = Unfit(str(error))
        except NoSuchName as error:
            failed = Absent(error.owner, error.name)
        except BaseException as error:  # noqa: BLE001 - student code may raise any
            failed = describe(error)
        if failed is not None:
            break
    return Returned(values, failed=failed)


def _taken(step: Step, get: Get, follow: Follow, arguments: Arguments) -> Value:
    """Return what one step gives."""
    try:
        value = follow(get(step.target), step.path)
    except NoSuchName:
        if step.optional:
            return None
        raise
    if step.like is not None:
        return value is get(step.like)
    if step.args is None:
        return value
    return _call(value, step.args, step.kwargs, arguments)()
