"""Objects that a suite puts into the worker, or points at there."""

from grader.sandbox.handles import Handle
from grader.sandbox.line import Line, refuse
from grader.sandbox.messages import Keep, Ref, Request, Value
from grader.sandbox.wire import Packer


def kept(line: Line, value: Value) -> Handle:
    """Return a handle on a copy of `value` that goes into the worker."""
    packer = line.packer()
    number = line.number()
    line.post(Keep(packer.pack(value), number), packer, lambda _: None)
    return Handle(line, Ref(number, type(value).__name__))


def placed(line: Line, body: Request, packer: Packer) -> Handle:
    """Return a handle on the object that a request leaves in the worker."""
    ref = line.ask(body, packer).value
    if type(ref) is not Ref:
        refuse("a reply named no object")
    return Handle(line, ref)
