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
