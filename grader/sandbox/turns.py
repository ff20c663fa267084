"""Several calls of one function in one message."""

from grader.sandbox.handles import (
    Handle,
    Method,
    line_of,
    number_of,
    receive,
    spoken,
)
from grader.sandbox.line import refuse
from grader.sandbox.messages import Turns, Value


def call_in_turn(
    method: Method | Handle,
    shared: tuple[Value, ...],
    each: list[tuple[Value, ...]],
    *,
    snapshots: bool = False,
) -> list[Value]:
    """Call a method with the shared arguments and each list, in one message.

    With `snapshots` each call gives a list: what it returned, then copies of the
    shared arguments as they were after it.
    """
    owner, path = (method, []) if isinstance(method, Handle) else method.target
    line = line_of(owner)
    packer = line.packer()
    body = Turns(
        number_of(owner),
        path,
        [packer.pack(arg) for arg in shared],
        [[packer.pack(arg) for arg in args] for args in each],
        snapshots=snapshots,
    )
    what = spoken(owner, path)
    returned = line.ask(body, packer, at_length=True, what=what)
    values: list[Value] = receive(line, returned, packer)
    if type(values) is not list or len(values) != len(each):
        refuse("a reply to several calls had the wrong form")
    if snapshots and any(
        type(value) is not list or len(value) != 1 + len(shared) for value in values
    ):
        refuse("a reply to several calls had the wrong form")
    return values
