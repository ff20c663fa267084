"""What the student's code shall do once, for checks that watch how it does it."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

import msgspec

from grader.sandbox.handles import Handle, Method, class_of, spoken
from grader.sandbox.messages import Value
from grader.sandbox.plans import Trial
from grader.sandbox.recipes import trial
from grader.sandbox.wire import Packer

LONGEST_LINE = 66  # of the student's source, in a message: what is longer goes on below
MOST_PARTS = 5  # of such a line

# What a worker may claim: a number, and a line of text.
Natural = Annotated[int, msgspec.Meta(ge=0, le=1 << 53)]
Text = Annotated[str, msgspec.Meta(max_length=300)]


@dataclass(frozen=True)
class Work:
    """What the student's code shall do once.

    Attributes:
        subject: a fresh layer, whose forward is called, or a function or method.
        args: positional arguments of the call.
        kwargs: its keyword arguments.
        upstream: backward is called with it too; a tuple where there are several.
    """

    subject: Handle | Method
    args: tuple[Value, ...] = ()
    kwargs: Mapping[str, Value] = field(default_factory=dict)
    upstream: Value = None

    @property
    def owner(self) -> Handle:
        """The layer, or the module or object that the function is of."""
        subject = self.subject
        return subject if isinstance(subject, Handle) else subject.target[0]

    @property
    def name(self) -> str:
        """What is called, such as "Adam.update"."""
        if isinstance(self.subject, Method):
            return spoken(*self.subject.target)
        return f"{class_of(self.subject)}.forward or backward"

    def trial(self, packer: Packer) -> Trial:
        """Return it as a worker takes it; `packer` takes its arrays."""
        path = [] if isinstance(self.subject, Method) else ["forward"]
        acts: list[Any] = [(path, self.args, dict(self.kwargs))]
        if self.upstream is not None:
            upstream = self.upstream
            gradients = upstream if isinstance(upstream, tuple) else (upstream,)
            acts.append((["backward"], gradients, {}))
        return trial(self.subject, acts, packer)


def shown_line(line: int, lines: Mapping[int, str]) -> str:
    """Return a line of the student's own source as messages show it, "" if empty."""
    text = "".join(c if c.isprintable() else " " for c in lines.get(line, ""))
    parts = textwrap.wrap(text.strip(), LONGEST_LINE, subsequent_indent="    ")
    if len(parts) > MOST_PARTS:
        parts[MOST_PARTS - 1 :] = [f"{parts[MOST_PARTS - 1]} ..."]
    margin = f"\n    {' ' * len(str(line))} | "
    return f"    {line} | {margin.join(parts)}" if parts else ""
