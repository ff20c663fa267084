"""Many evaluations of one method, each on an object built afresh.

A numerical gradient needs the same forward pass at many nearby points. The
object is built again for each, by the constructor call and the calls the suite
made, so that no state leaks from one point to the next and a style that hides
its arrays in closures works as well as any.
"""

import contextlib
import inspect
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from grader.sandbox.messages import Evaluate, Passes, Value
from grader.sandbox.objects import Arguments, copied
from grader.sandbox.plans import Recipe, Recording
from grader.sandbox.wire import NotEncodable

Leaves = dict[str, NDArray[np.floating]]
Get = Callable[[int], Value]  # an object, by its number
Follow = Callable[[Value, list[str | int]], Value]
MakeArguments = Callable[[dict[int, object]], Arguments]
LEGACY_SEED = 0  # every evaluation starts from the same legacy random state


def evaluate(
    request: Evaluate, get: Get, follow: Follow, make_arguments: MakeArguments
) -> NDArray[np.float64]:
    """Return one row of flattened outputs for each variant, the unchanged one first.

    Raises:
        NotEncodable: an output is not an array or number, or its size changes.
    """
    rows = []
    for leaves in _variants(request):
        np.random.seed(LEGACY_SEED)  # noqa: NPY002 - a student may use it
        built: dict[int, object] = {}
        for recipe in request.recipes:
            subject = recipe is request.recipes[-1]
            arguments = make_arguments(built)
            overridden = _at_parameters(request, leaves) if subject else {}
            built[recipe.number] = build(recipe, get, follow, arguments, overridden)
        rows.append(_forward(request, built, make_arguments(built), leaves))
    if len({row.size for row in rows}) != 1:
        msg = "outputs whose size changes from call to call"
        raise NotEncodable(msg)
    return np.stack(rows)


def run_passes(
    request: Passes | Recording,
    get: Get,
    follow: Follow,
    make_arguments: MakeArguments,
    watch: contextlib.AbstractContextManager[object] | None = None,
) -> tuple[Value, Value, Value, Value, int]:
    """Return outputs, parameters, what backward gave, grads, forwards in backward.

    Backward runs inside `watch`.
    """
    np.random.seed(LEGACY_SEED)  # noqa: NPY002 - a student may use it
    built: dict[int, object] = {}
    for recipe in request.recipes:
        built[recipe.number] = build(recipe, get, follow, make_arguments(built), {})
    subject = built[request.recipes[-1].number]
    arguments = make_arguments(built)
    # Copied at once: code may hand out arrays that a later call overwrites.
    parameters = copied(follow(subject, ["params"]))
    outputs = copied(
        follow(subject, ["forward"])(
            *(arguments.build(arg) for arg in request.args),
            **{key: arguments.build(arg) for key, arg in request.kwargs.items()},
        )
    )
    upstream = [arguments.build(gradient) for gradient in request.upstream]
    backward = follow(subject, ["backward"])
    with _counted(subject) as forwards, watch or contextlib.nullcontext():
        returned = backward(*upstream)
    return outputs, parameters, returned, follow(subject, ["grads"]), len(forwards)


@contextlib.contextmanager
def _counted(subject: Value) -> Iterator[list[None]]:
    """Yield a list that grows whenever the object's own forward is called."""
    forward, calls = subject.forward, list[None]()
    own = "forward" in getattr(subject, "__dict__", {})

    def counting(*args: Value, **kwargs: Value) -> Value:
        calls.append(None)
        return forward(*args, **kwargs)

    try:
        object.__setattr__(subject, "forward", counting)
    except (AttributeError, TypeError):  # an object that takes no new attributes
        yield calls
        return
    try:
        yield calls
    finally:
        if own:
            object.__setattr__(subject, "forward", forward)
        else:
            object.__delattr__(subject, "forward")


def _variants(request: Evaluate) -> Iterator[Leaves]:
    yield {}
    yield from request.whole
    for entries in request.entries:
        base = request.leaves[entries.leaf]
        for index, value in zip(entries.indices, entries.values, strict=True):
            changed = np.array(base, order="C")
            changed.reshape(-1)[index] = value
            yield {entries.leaf: changed}


def _at_parameters(request: Evaluate, leaves: Leaves) -> Leaves:
    places = request.places
    return {
        str(places[leaf]): value
        for leaf, value in leaves.items()
        if isinstance(places[leaf], str)
    }


def build(
    recipe: Recipe, get: Get, follow: Follow, arguments: Arguments, new: Leaves
) -> Value:
    """Return an object made by a recipe, with `new` values for some parameters."""
    args = [arguments.build(arg) for arg in recipe.args]
    kwargs = {key: arguments.build(arg) for key, arg in recipe.kwargs.items()}
    make = follow(get(recipe.module), recipe.path)
    if not recipe.history:
        _override(make, args, kwargs, new)
    made = make(*args, **kwargs)
    for path, call_args, call_kwargs in recipe.history:
        call = follow(made, path)
        call(
            *(arguments.build(arg) for arg in call_args),
            **{key: arguments.build(arg) for key, arg in call_kwargs.items()},
        )
    for name, value in new.items():
        made.params[name][...] = value
    return made


def _override(
    make: Callable[..., Value], args: list[Value], kwargs: dict[str, Value], new: Leaves
) -> None:
    """Give the constructor the new value too, for code that keeps a copy of it."""
    try:
        names = list(inspect.signature(make).parameters)
    except (TypeError, ValueError):  # no signature: in place is all there is
        return
    for name, value in new.items():
        if name in kwargs:
            kwargs[name] = value.copy()
        elif name in names[: len(args)]:
            args[names.index(name)] = value.copy()


def _forward(
    request: Evaluate, built: dict[int, object], arguments: Arguments, leaves: Leaves
) -> NDArray[np.float64]:
    args = [arguments.build(arg) for arg in request.args]
    for leaf, value in leaves.items():
        place = request.places[leaf]
        if isinstance(place, int):
            args[place] = value.copy()
    kwargs = {key: arguments.build(arg) for key, arg in request.kwargs.items()}
    subject = built[request.recipes[-1].number]
    outputs = getattr(subject, request.method)(*args, **kwargs)
    return np.concatenate([_flat(output) for output in _flatten(outputs)])


def _flatten(outputs: Value) -> Iterator[Value]:
    if type(outputs) in (tuple, list):
        for output in outputs:
            yield from _flatten(output)
    else:
        yield outputs


def _flat(output: Value) -> NDArray[np.float64]:
    if isinstance(output, (np.ndarray, np.generic, float, int)):
        return np.asarray(output, np.float64).reshape(-1)
    msg = f"a value of type {type(output).__name__}"
    raise NotEncodable(msg)
