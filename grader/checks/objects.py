"""Objects that live in the worker: placed there, looked at, compared, fetched."""

from collections.abc import Sequence

from grader.sandbox.handles import (
    Handle,
    Method,
    line_of,
    number_of,
    read,
)
from grader.sandbox.messages import Read, Same, Seed, Support, Value
from grader.sandbox.placing import kept, placed
from grader.sandbox.turns import call_in_turn


def generator(seed: int) -> Seed:
    """Stand for `numpy.random.default_rng(seed)`, made in the worker.

    The suite's own generator never crosses: its later draws would be known.
    """
    return Seed(seed)


def resident(student: Handle, array: Value) -> Handle:
    """Put a copy of `array` into the worker and return a handle on it.

    Passing the handle passes that very array, call after call, so sharing and
    editing in place can be judged. `handle[...] = value` edits it.
    """
    return kept(line_of(student), array)


def in_turn(
    method: Method,
    *shared: Value,
    each: Sequence[Value | tuple[Value, ...]],
    snapshots: bool = False,
) -> list[Value]:
    """Call a method once for each item of `each`, in one message to the worker.

    `in_turn(optimizer.update, params, each=gradients)` is the same as
    `[optimizer.update(params, g) for g in gradients]`, and much cheaper.

    Args:
        method: a method or function of the submission's.
        shared: the first arguments, the same objects in every call.
        each: the remaining arguments of every call, a tuple if there are several.
        snapshots: whether to see the shared arguments after every call.

    Returns:
        what each call gave; what all of them changed is written back at the end.
        With `snapshots`, a list for each call: what it gave, and copies of the
        shared arguments after it.
    """
    arguments = [args if isinstance(args, tuple) else (args,) for args in each]
    return call_in_turn(method, shared, arguments, snapshots=snapshots)


def live(handle: Handle, *path: str | int) -> Handle:
    """Return a handle on the object at `path` itself, not a copy of it.

    Steps are attributes, or keys where the object is a dict, list or tuple:
    `live(layer, "params", "W")`.
    """
    line = line_of(handle)
    return placed(line, Read(number_of(handle), list(path), alive=True), line.packer())


def fetch(handle: Handle) -> Value:
    """Return a copy of the value that a handle stands for."""
    return read(handle, [])


def same(left: Handle, right: Handle) -> bool:
    """Whether two handles stand for one and the same object."""
    line = line_of(left)
    packer = line.packer()
    body = Same(number_of(left), number_of(right))
    return line.ask(body, packer).value is True


def support(student: Handle, name: str, source: str) -> Handle:
    """Import a module of the suite's own into the worker and return a handle on it.

    Its objects can be handed to the student's code, a branch to a residual
    block for example. The student's code can read it: it must hold no secret.
    """
    line = line_of(student)
    packer = line.packer()
    return placed(line, Support(name, source.encode()), packer)
