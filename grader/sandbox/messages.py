"""What judge and worker say to each other, as typed records.

`Value` fields hold what `wire.Packer` made: plain msgpack values, and marks for
arrays, tuples, handles, callbacks and seeds.
"""

from typing import Any

import msgspec

from grader.sandbox.late import At
from grader.sandbox.plans import Entries, Recipe, Recording, Step, Trial, Widening

Value = Any  # the wire is dynamically typed; `wire.Packer.pack` lists the kinds


class ArrayHeader(msgspec.Struct, frozen=True, array_like=True):
    """One array.

    Attributes:
        dtype: its number in `wire.DTYPES`.
        shape: its extents.
        scalar: whether it was a NumPy scalar rather than a 0-d array.
        frozen: whether the receiver's copy must be read-only too.
    """

    dtype: int
    shape: tuple[int, ...]
    scalar: bool = False
    frozen: bool = False


class Seed(msgspec.Struct, frozen=True):
    """Stands for `numpy.random.default_rng(number)`, made where it is used."""

    number: int


class Ref(msgspec.Struct, frozen=True):
    """An object that lives in the worker, by number; `name` is its class."""

    number: int
    name: str = ""


class CallbackRef(msgspec.Struct, frozen=True):
    """A function that lives in the judge, by number."""

    number: int


class Given(msgspec.Struct, frozen=True):
    """The array that came as argument array `number` of this call."""

    number: int


class _Request(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """What the judge asks of the worker."""


class Load(_Request, frozen=True, array_like=True, tag=True):
    """Import the submission's module from its source."""

    module: str
    filename: str
    source: bytes
    seed: int


class Support(_Request, frozen=True, array_like=True, tag=True):
    """Import a module that the suite ships into the worker; give its handle."""

    module: str
    source: bytes


class Call(_Request, frozen=True, array_like=True, tag=True):
    """Call what `path` leads to from object `target`; 0 is the student's module.

    With a `number`, the result stays in the worker under it and is not sent.
    """

    target: int
    path: list[str | int]
    args: list[Value]
    kwargs: dict[str, Value]
    watch: bool = False
    number: int = 0


class Turns(_Request, frozen=True, array_like=True, tag=True):
    """Call one function several times: with the `shared` arguments, then each list.

    The shared arguments are the same objects in every call. With `snapshots`
    each call gives a list: what it returned, then copies of the shared arguments.
    """

    target: int
    path: list[str | int]
    shared: list[Value]
    each: list[list[Value]]
    watch: bool = False
    snapshots: bool = False


class Several(_Request, frozen=True, array_like=True, tag=True):
    """Take steps in turn; the reply lists what each gave, as far as the first error."""

    steps: list[Step]
    watch: bool = False


class Read(_Request, frozen=True, array_like=True, tag=True):
    """Give the value at `path`, or with `alive` a handle on the object itself."""

    target: int
    path: list[str | int]
    alive: bool = False


class Write(_Request, frozen=True, array_like=True, tag=True):
    """Do `object[key] = value` on the object at `path`."""

    target: int
    path: list[str | int]
    key: Value
    value: Value


class Keep(_Request, frozen=True, array_like=True, tag=True):
    """Put a value into the worker, under a number."""

    value: Value
    number: int


class Same(_Request, frozen=True, array_like=True, tag=True):
    """Say whether two handles are one object."""

    left: int
    right: int


class Items(_Request, frozen=True, array_like=True, tag=True):
    """Take up to `limit` items from the iterable `target`."""

    target: int
    limit: int


class Evaluate(_Request, frozen=True, array_like=True, tag=True):
    """Call a method of a freshly built object once for each variant of its leaves.

    The last recipe builds the object; `leaves` are the values it is called with,
    `places` where each goes: a position among `args`, or the key of a parameter.
    The reply stacks the flattened float64 outputs: first of the leaves as they
    are, then of each of `whole`, then of each entry.
    """

    recipes: list[Recipe]
    method: str
    args: list[Value]
    kwargs: dict[str, Value]
    leaves: dict[str, Value]
    places: dict[str, int | str]
    whole: list[dict[str, Value]]
    entries: list[Entries]


class Passes(_Request, frozen=True, array_like=True, tag=True):
    """Build an object afresh, run one forward and one backward pass, and look.

    The reply is a tuple: forward's outputs, the parameters before them, what
    backward gave, `grads` after it, and how often backward called forward.
    """

    recipes: list[Recipe]
    args: list[Value]
    kwargs: dict[str, Value]
    upstream: list[Value]


class Count(_Request, frozen=True, array_like=True, tag=True):
    """Make each trial and count what its calls do, Python's steps above all.

    The reply is what `counting.count` returns.

    Attributes:
        trials: what to make.
        timed: the number of the trial to be timed too, None for none.
    """

    trials: list[Trial]
    timed: int | None = None


class OnDevice(_Request, frozen=True, array_like=True, tag=True):
    """Make a trial with every array on a device: "stand-in" or "cuda".

    The reply is what `device.run_on_device` returns.
    """

    trial: Trial
    device: str


class Answer(_Request, frozen=True, array_like=True, tag=True):
    """What a callback gave."""

    value: Value


class Refusal(_Request, frozen=True, array_like=True, tag=True):
    """The callback raised; only its class name crosses."""

    kind: str


class _Reply(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """What the worker says; every one is a claim."""


class Raised(_Reply, frozen=True, array_like=True, tag=True):
    """The student's code raised; lines are of their own file only.

    Attributes:
        kind: the exception's class.
        kinds: its classes, from itself to the root.
        text: what it says.
        line: where it was raised, 0 if nowhere in the file.
        callers: the lines that led there, the outermost first.
    """

    kind: str
    kinds: list[str]
    text: str
    line: int
    callers: list[int] = []


class Absent(_Reply, frozen=True, array_like=True, tag=True):
    """There is nothing called `name` on `owner`."""

    owner: str
    name: str


class Unfit(_Reply, frozen=True, array_like=True, tag=True):
    """The call gave a value of a kind that does not cross."""

    what: str


class Returned(_Reply, frozen=True, array_like=True, tag=True):
    """The call gave `value`; what it changed in its arguments comes with it.

    Attributes:
        arrays: (argument array number, its new content) for each changed one.
        containers: (argument container number, its new content) likewise.
        warned: texts of the NumPy warnings, if the call was watched.
        failed: what ended several steps before the last.
    """

    value: Value
    arrays: list[tuple[int, Value]] = []
    containers: list[tuple[int, Value]] = []
    warned: list[str] = []
    failed: Raised | Absent | Unfit | None = None


class Asked(_Reply, frozen=True, array_like=True, tag=True):
    """The student's code called a function of the judge's."""

    callback: int
    args: list[Value]
    kwargs: dict[str, Value]


Request = (
    Load | Support | Call | Turns | Several | Read | Write | Keep | Same | Items
    | Evaluate | Passes | Recording | Count | OnDevice | Widening | Answer | Refusal
)  # fmt: skip
Reply = Returned | Raised | Absent | Unfit | Asked | At


class RequestEnvelope(msgspec.Struct, frozen=True, array_like=True):
    """A request with its arrays, the handles no longer needed, and its time limit."""

    arrays: list[ArrayHeader]
    released: list[int]
    body: Request
    limit_s: float = 0.0


class ReplyEnvelope(msgspec.Struct, frozen=True, array_like=True):
    """A reply with its arrays."""

    arrays: list[ArrayHeader]
    body: Reply
