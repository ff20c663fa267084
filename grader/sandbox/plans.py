"""How to build objects afresh in the worker, and what to do with them there."""

from typing import Any

import msgspec

Value = Any  # the wire is dynamically typed; `wire.Packer.pack` lists the kinds


class Recipe(msgspec.Struct, frozen=True, array_like=True):
    """How the suite built an object: its class, and the calls made on it since.

    Attributes:
        number: the object's.
        module: the number of the module that has the class.
        path: the class, from the module.
        args: positional arguments of the constructor.
        kwargs: its keyword arguments.
        history: the calls: path, positional and keyword arguments.
    """

    number: int
    module: int
    path: list[str | int]
    args: list[Value]
    kwargs: dict[str, Value]
    history: list[tuple[list[str | int], list[Value], dict[str, Value]]]


class Entries(msgspec.Struct, frozen=True, array_like=True):
    """Variants that change one entry of one leaf each."""

    leaf: str
    indices: Value
    values: Value


class Act(msgspec.Struct, frozen=True, array_like=True):
    """One call of a trial.

    Attributes:
        path: the function, from the trial's object or module.
        args: positional arguments.
        kwargs: keyword arguments.
    """

    path: list[str | int]
    args: list[Value]
    kwargs: dict[str, Value]


class Trial(msgspec.Struct, frozen=True, array_like=True):
    """Calls made one after the other on an object built afresh, or on a module.

    Attributes:
        recipes: how to build the object, what it needs first; empty where the
            calls are functions of a module's.
        target: the number of the object, or of the module.
        acts: the calls.
    """

    recipes: list[Recipe]
    target: int
    acts: list[Act]


class Recording(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """Run both passes as for `Passes`, and tell what backward's locals held.

    The reply is what `recording.record` returns.

    Attributes:
        recipes: how to build the object, what it needs first.
        args: forward's positional arguments.
        kwargs: its keyword arguments.
        upstream: backward's arguments.
        names: plain names of variables.
    """

    recipes: list[Recipe]
    args: list[Value]
    kwargs: dict[str, Value]
    upstream: list[Value]
    names: list[str]


class Widening(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """Make a trial on arrays of a dtype, and tell where wider ones come from.

    The reply is what `widening.widened` returns.
    """

    trial: Trial
    dtype: str


class Step(msgspec.Struct, frozen=True, array_like=True):
    """One of several things that are asked in one message.

    Attributes:
        target: the number of the object it begins at; 0 is the student's module.
        path: from there to a function, or to a value.
        args: positional arguments of the call; None to look at the value.
        kwargs: keyword arguments.
        like: asks whether the value is the object of this number; None to see it.
        optional: whether None stands for a path that leads nowhere.
    """

    target: int
    path: list[str | int]
    args: list[Value] | None = None
    kwargs: dict[str, Value] = {}
    like: int | None = None
    optional: bool = False
