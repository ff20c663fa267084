"""Objects that live in the worker: placed there, looked at, compared, fetched."""

from grader.sandbox.handles import Handle, line_of, number_of, placed, read
from grader.sandbox.messages import Keep, Read, Same, Seed, Support, Value


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
    line = line_of(student)
    packer = line.packer()
    return placed(line, Keep(packer.pack(array)), packer)


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
