"""What a worker's reply means to the judge: a claim, or an error of the tree."""

from grader.errors import (
    BadOutput,
    MemoryExceeded,
    NameMissing,
    NotStarted,
    StudentException,
)
from grader.sandbox import wire
from grader.sandbox.messages import Absent, Raised, Reply, Returned, Unfit


def claimed(reply: Reply, filename: str) -> Returned:
    """Return the reply if it is a value, or raise what it says happened."""
    match reply:
        case Returned():
            return reply
        case Absent():
            is_module = filename == f"{reply.owner}.py"
            msg = f"{filename if is_module else reply.owner} has no {reply.name!r}"
            raise NameMissing(msg, reply.name if is_module else "")
        case Unfit():
            msg = f"expected arrays, numbers or containers of these, found {reply.what}"
            raise BadOutput(msg)
        case Raised():
            raise _raised(reply, filename)
    msg = f"a reply of type {type(reply).__name__} out of turn"
    raise wire.Malformed(msg)


def _raised(reply: Raised, filename: str) -> Exception:
    if "NotImplementedError" in reply.kinds:
        return NotStarted(reply.text, reply.line, tuple(reply.callers))
    if "MemoryError" in reply.kinds:
        return MemoryExceeded(reply.text, reply.line, filename)
    where = f"{filename}:{reply.line}" if reply.line else ""
    return StudentException(
        reply.kind,
        tuple(reply.kinds),
        reply.text,
        reply.line,
        where,
        tuple(reply.callers),
    )
