"""What local variables of some names held while the submission's code ran one call.

Each binding is copied at the next line, before anything is changed in place: a name
that is used twice has two values. Nothing of it changes what the code computes.
"""

import inspect
import sys
from collections.abc import Collection
from types import CodeType, FrameType, TracebackType
from typing import Any

import numpy as np

from grader.sandbox.evaluation import Follow, Get, MakeArguments, run_passes
from grader.sandbox.plans import Recording, Value

MOST_EVENTS = 20_000  # lines run; after them nobody looks any more
MOST_VALUES = 64
MOST_OF_A_NAME = 8
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


class Recorder:
    """Traces what runs inside a `with`, and copies locals.

    Attributes:
        found: (name, float64 array) for each binding.
    """

    def __init__(self, files: Collection[str], names: Collection[str]) -> None:
        """Look for variables of these plain names in code of these files."""
        self.found: Found = []
        self._files = files
        self._names = names
        self._of_code: dict[CodeType, tuple[str, ...]] = {}
        self._seen: dict[str, list[object]] = {}  # alive, so that no id is used again
        self._left = MOST_EVENTS
        self._before: Any = None  # whatever traced before

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

    def _enter(self, frame: FrameType, _: str, __: object) -> Any:  # noqa: ANN401 - `_look`
        return self._look if self._names_in(frame.f_code) else None

    def _names_in(self, code: CodeType) -> tuple[str, ...]:
        """Return the asked names that are locals of a function of theirs."""
        if code not in self._of_code:
            is_theirs = code.co_filename in self._files
            is_function = bool(code.co_flags & inspect.CO_OPTIMIZED)
            names = (*code.co_varnames, *code.co_cellvars) if is_theirs else ()
            self._of_code[code] = tuple(
                name
                for name in dict.fromkeys(names)
                if is_function
                and len(name) <= LONGEST_NAME
                and plain(name) in self._names
            )
        return self._of_code[code]

    def _look(self, frame: FrameType, _: str, __: object) -> Any:  # noqa: ANN401 - itself
        self._left -= 1
        if self._left < 0:
            sys.settrace(None)
            return None
        held = frame.f_locals
        for name in self._of_code[frame.f_code]:
            if name in held:
                self._note(name, held[name])
        return self._look

    def _note(self, name: str, value: object) -> None:
        seen = self._seen.setdefault(name, [])
        is_full = len(seen) >= MOST_OF_A_NAME or len(self.found) >= MOST_VALUES
        if is_full or any(value is each for each in seen):
            return
        seen.append(value)
        if _is_numeric(value):
            self.found.append((name, np.array(value, np.float64)))


def _is_numeric(value: object) -> bool:
    if type(value) in (float, int):
        return abs(value) < sys.float_info.max  # type: ignore[arg-type]  # a number
    if type(value) is np.ndarray or isinstance(value, np.generic):
        return value.dtype.kind in NUMBERS and value.size <= MOST_ENTRIES
    return False
