"""The lines of the submission's that arrays of a wider dtype come from.

What is made of an array that was wide before is left out: the first line is to be
mended, and the others follow it.
"""

import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from types import FrameType
from typing import Any

import numpy as np

from grader.sandbox.counting_lines import text_of
from grader.sandbox.evaluation import Follow, Get, MakeArguments
from grader.sandbox.plans import Value, Widening
from grader.sandbox.recording import Tracing
from grader.sandbox.trying import prepared

MOST_EVENTS = 20_000  # lines run; after them nobody looks any more
MOST_LINES = 3
# What goes into a comparison or a draw does not decide what comes out.
_ANEW = re.compile(r"[<>]|[=!]=|\b(?:random|uniform|normal|standard_normal|randn?)\(")
Found = list[tuple[int, str]]  # the number of each line, and its text


def widened(
    request: Widening,
    files: Collection[str],
    anew: Callable[[], AbstractContextManager[None]],
    get: Get,
    follow: Follow,
    make_arguments: MakeArguments,
) -> Found:
    """Make a trial on arrays of a dtype, and return where wider ones come from.

    Args:
        request: the trial and the dtype.
        files: the submission's own.
        anew: within it, `get` gives a module that was just imported.
        get: gives an object by its number.
        follow: gives what a path leads to.
        make_arguments: makes arguments real; see `objects.Arguments`.
    """
    dtype = np.dtype(request.dtype)
    watcher = Watcher(files, dtype)
    with anew(), watcher:
        cast = _caster(dtype)
        _, acts = prepared(request.trial, get, follow, make_arguments, cast)
        for act in acts:
            act()
    return watcher.found


def _caster(dtype: np.dtype[Any]) -> Callable[[Value], Value]:
    """Return what gives arguments a dtype, inside of containers too."""

    def cast(value: Value) -> Value:
        if type(value) is np.ndarray and value.dtype.kind == "f":
            return value.astype(dtype)
        if type(value) in (list, tuple):
            return type(value)(map(cast, value))
        if type(value) is dict:
            return {key: cast(item) for key, item in value.items()}
        return value

    return cast


class Watcher(Tracing):
    """Traces what runs inside a `with`, and notes where wide arrays come from.

    Attributes:
        found: the lines, in the order they were met.
    """

    def __init__(self, files: Collection[str], dtype: np.dtype[Any]) -> None:
        """Look in code of these files for floats that are wider than `dtype`."""
        self.found: Found = []
        self._files = files
        self._width = dtype.itemsize
        self._wide: dict[int, Value] = {}  # by id, and kept so that none is used again
        self._names: set[str] = set()  # of variables that held one
        self._left = MOST_EVENTS

    def _enter(self, frame: FrameType, _: str, __: object) -> Any:  # noqa: ANN401 - a tracer
        if frame.f_code.co_filename not in self._files:
            return None
        caller = frame.f_back
        is_theirs = caller is not None and caller.f_code.co_filename in self._files
        self._note(frame.f_locals, caller if is_theirs else None, None)
        at = frame.f_lineno

        def look(frame: FrameType, event: str, value: object) -> Any:  # noqa: ANN401 - itself
            nonlocal at
            self._left -= 1
            if self._left < 0 or len(self.found) >= MOST_LINES:
                sys.settrace(None)
                return None
            given = {"": value} if event == "return" else {}
            self._note({**frame.f_locals, **given}, frame, at)
            at = frame.f_lineno or at
            return look

        return look

    def _note(
        self, held: Mapping[str, Value], frame: FrameType | None, line: int | None
    ) -> None:
        """Note the wide arrays that are new, as made by a line of a frame, if any."""
        wide = [(name, value) for name, value in _leaves(held) if self._is_wide(value)]
        new = [value for _, value in wide if id(value) not in self._wide]
        self._wide |= {id(value): value for value in new}
        if new and frame is not None:
            number = line or frame.f_lineno or 0
            text = text_of(number, frame.f_code.co_filename)
            known = self._names & set(re.findall(r"\w+", text))
            if _ANEW.search(text):
                known = set()
            if text and not known and (number, text) not in self.found:
                self.found.append((number, text))
        self._names |= {name for name, _ in wide if name}

    def _is_wide(self, value: Value) -> bool:
        is_number = type(value) is np.ndarray or isinstance(value, np.floating)
        return (
            is_number and value.dtype.kind == "f" and value.dtype.itemsize > self._width
        )


def _leaves(held: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    """Yield each variable, and what an object or a container of one level holds."""
    for name, value in held.items():
        yield name, value
        if name == "self":
            for key, kept in list(getattr(value, "__dict__", {}).items()):
                yield key, kept
                yield from _inside(key, kept)
        else:
            yield from _inside(name, value)


def _inside(name: str, value: Value) -> Iterator[tuple[str, Value]]:
    if type(value) is dict:
        yield from ((name, item) for item in list(value.values()))
    elif type(value) in (list, tuple):
        yield from ((name, item) for item in list(value))
