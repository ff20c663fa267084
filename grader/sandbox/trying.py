"""Trials made ready: objects built afresh, arguments cast to another kind of array."""

from collections.abc import Callable

import numpy as np

from grader.sandbox.evaluation import (
    LEGACY_SEED,
    Follow,
    Get,
    MakeArguments,
    build,
)
from grader.sandbox.objects import Arguments
from grader.sandbox.plans import Act, Trial, Value

Cast = Callable[[Value], Value]


class CastArguments:
    """Arguments of which every one passes through a cast once it is built."""

    def __init__(self, arguments: Arguments, cast: Cast) -> None:
        """Cast what `arguments` builds."""
        self._arguments = arguments
        self._cast = cast

    def build(self, value: Value) -> Value:
        """Return `value` as the student's code shall see it."""
        return self._cast(self._arguments.build(value))


def prepared(
    trial: Trial, get: Get, follow: Follow, make_arguments: MakeArguments, cast: Cast
) -> tuple[Value, list[Callable[[], Value]]]:
    """Return the trial's object, or module, and its calls, ready to be made in order.

    Args:
        trial: what to make.
        get: gives an object by its number.
        follow: gives what a path leads to.
        make_arguments: makes arguments real; see `objects.Arguments`.
        cast: what each argument passes through, arrays inside containers too.
    """
    np.random.seed(LEGACY_SEED)  # noqa: NPY002 - a student may use it
    built: dict[int, object] = {}
    arguments = CastArguments(make_arguments(built), cast)
    for recipe in trial.recipes:
        made = build(recipe, get, follow, arguments, {})  # type: ignore[arg-type]  # builds alike
        built[recipe.number] = made
    subject = built[trial.target] if trial.target in built else get(trial.target)
    return subject, [_ready(subject, act, follow, arguments) for act in trial.acts]


def _ready(
    subject: Value, act: Act, follow: Follow, arguments: CastArguments
) -> Callable[[], Value]:
    args = [arguments.build(arg) for arg in act.args]
    kwargs = {key: arguments.build(arg) for key, arg in act.kwargs.items()}
    return lambda: follow(subject, act.path)(*args, **kwargs)
