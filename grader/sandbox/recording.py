"""What local variables of some names held while the submission's code ran one call.

Each binding is copied at the next line, before anything is changed in place: a name
that is used twice has two values. Nothing of it changes what the code computes.
"""

import inspect
import sys
from collections.abc import Collection, Mapping, Sequence
from types import CodeType, FrameType, TracebackType
from typing import Any

import numpy as np

from grader.sandbox.evaluation import Follow, Get, MakeArguments, run_passes
from grader.sandbox.plans import Recording, Value

MOST_EVENTS = 20_000  # lines run; after them nobody looks any more
MOST_CALLS = 64
MOST_BINDINGS = 8  # of one variable
MOST_ENTRIES = 100_000  # of one array
LONGEST_NAME = 40
NUMBERS = "fiub"  # the kinds of dtypes that are copied

Found = list[tuple[str, Value]]  # (name, float64 array) for each binding, in order


def record(
    request: Recording,
    files: Collection[str],
    get: Get,
    follow: Follow,
    make_arguments: MakeArguments,
) -> tuple[Value, Found]:
    """Return forward's outputs, and what backward's locals of the asked names held.

    Args:
        request: the passes to run, and the names.
        files: the submission's own; functions of other files are passed over.
        get: gives an object by its number.
        follow: gives what a path leads to.
        make_arguments: makes arguments real; see `objects.Arguments`.
    """
    recorder = Recorder(files, request.names)
    outputs, *_ = run_passes(request, get, follow, make_arguments, recorder)
    return outputs, recorder.found


def plain(name: str) -> str:
    """Return a name as it is compared: "dx_hat", "dX_hat" and "d_xhat" are one."""
    return name.replace("_", "").lower()


class Tracing:
    """Traces what runs inside a `with`."""

    _before: Any = None  # whatever traced before

    def __enter__(self) -> None:
        """Begin to trace."""
        self._before = sys.gettrace()
        sys.settrace(self._enter)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave tracing to whoever traced before."""
        sys.settrace(self._before)

    def _enter(self, frame: FrameType, event: str, value: object) -> Any:  # noqa: ANN401 - a tracer
        """Return what traces a function that begins, None to pass it over."""
        raise NotImplementedError


class Recorder(Tracing):
    """Traces what runs inside a `with`, and copies locals."""

    def __init__(self, files: Collection[str], names: Collection[str]) -> None:
        """Look for variables of these plain names in code of these files."""
        self._files = files
        self._names = names
        self._calls: list[Running] = []
        self._left = MOST_EVENTS

    @property
    def found(self) -> Found:
        """What was bound in the outermost function that has the name.

        A helper of theirs may have the name for something else. If two functions
        stand equally far outside, nobody knows which one is meant.
        """
        kept: Found = []
        for name in self._names:
            having = [call for call in self._calls if name in call.bound]
            outside = min((call.depth for call in having), default=0)
            outermost = [call.bound[name] for call in having if call.depth == outside]
            kept += outermost[0] if len(outermost) == 1 else []
        return kept

    def _enter(self, frame: FrameType, _: str, __: object) -> Any:  # noqa: ANN401 - a tracer
        names = self._names_in(frame.f_code)
        if not names or len(self._calls) >= MOST_CALLS:
            return None
        call = self._running(names, frame)

        def look(frame: FrameType, _: str, __: object) -> Any:  # noqa: ANN401 - itself
            self._left -= 1
            if self._left < 0:
                sys.settrace(None)
                return None
            call.look(frame.f_locals)
            return look

        return look

    def _running(self, names: Sequence[str], frame: FrameType) -> "Running":
        """Return what is noted of a frame; a generator's begins more than once."""
        for call in self._calls:
            if call.frame is frame:
                return call
        self._calls.append(Running(names, frame, self._depth(frame)))
        return self._calls[-1]

    def _names_in(self, code: CodeType) -> list[str]:
        """Return the asked names that are locals of a function of theirs."""
        is_function = bool(code.co_flags & inspect.CO_OPTIMIZED)
        if code.co_filename not in self._files or not is_function:
            return []
        return [
            name
            for name in dict.fromkeys((*code.co_varnames, *code.co_cellvars))
            if len(name) <= LONGEST_NAME and plain(name) in self._names
        ]

    def _depth(self, frame: FrameType) -> int:
        """Return how many functions of theirs are at work outside of this one."""
        outer, depth = frame.f_back, 0
        while outer is not None:
            depth += outer.f_code.co_filename in self._files
            outer = outer.f_back
        return depth


class Running:
    """One function at work.

    Attributes:
        frame: its own.
        depth: how many of theirs are at work outside of it.
        bound: by plain name, what each variable was bound to.
    """

    def __init__(self, names: Sequence[str], frame: FrameType, depth: int) -> None:
        """Look for these variables; what the function was given is not its own."""
        given = frame.f_locals
        self.frame = frame
        self.depth = depth
        self.bound: dict[str, Found] = {}
        self._names = names
        self._seen = {name: [given[name]] if name in given else [] for name in names}

    def look(self, held: Mapping[str, object]) -> None:
        """Copy what was bound since the last look."""
        for name in self._names:
            value, seen = held.get(name), self._seen[name]
            is_new = not any(value is each for each in seen)
            if name in held and is_new and len(seen) < MOST_BINDINGS:
                seen.append(value)  # kept alive, so that no id is used again
                if _is_numeric(value):
                    array = np.array(value, np.float64)
                    self.bound.setdefault(plain(name), []).append((name, array))


def _is_numeric(value: object) -> bool:
    if type(value) in (float, int):
        return abs(value) < sys.float_info.max  # type: ignore[arg-type]  # a number
    if type(value) is np.ndarray or isinstance(value, np.generic):
        return value.dtype.kind in NUMBERS and value.size <= MOST_ENTRIES
    return False
