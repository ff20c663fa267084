"""The worker: one submission's module, answering the judge's requests.

It knows neither expected values nor which request belongs to which check. It
is single-threaded, and everything it says is a claim.
"""

import contextlib
import functools
import io
import os
import socket
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from typing import TypeVar

import msgspec
import numpy as np

from grader.sandbox import wire
from grader.sandbox.calls import bound, take
from grader.sandbox.channel import Channel
from grader.sandbox.fresh import Fresh, answered
from grader.sandbox.importing import compiled, run_own, seed_all, suite_module
from grader.sandbox.late import Late
from grader.sandbox.messages import (
    Absent,
    Answer,
    Asked,
    Call,
    Items,
    Keep,
    Load,
    Raised,
    Read,
    Reply,
    Request,
    RequestEnvelope,
    Returned,
    Same,
    Several,
    Support,
    Turns,
    Unfit,
    Value,
    Write,
)
from grader.sandbox.objects import MODULE, Arguments, NoSuchName, Objects, follow

MAX_TEXT = 500
_SYNTAX = (SyntaxError, IndentationError, TabError)
MAX_CALLERS = 20  # lines that led to an exception: recursion makes a thousand
Given = TypeVar("Given")


class CallbackFailed(Exception):
    """A function of the judge's raised."""


class Worker:
    """Answers requests until the judge hangs up."""

    def __init__(self, sock: socket.socket) -> None:
        """Serve the judge at the other end of `sock`."""
        self._channel = Channel(sock)
        self._objects = Objects()
        self._arrays: list[Value] = []
        self._frozen: frozenset[int] = frozenset()
        self._files: set[str] = set()
        self._codes: dict[str, types.CodeType] = {}
        self._late = Late(self._files, self._say)
        self._loaded: Load

    def serve(self) -> None:
        """Answer one request after the other; never returns."""
        while True:
            envelope = self._receive()
            self._objects.release(envelope.released)
            packer = self._objects.packer()
            try:
                with self._late.watched(envelope.limit_s):
                    reply = self._answer(envelope.body, packer)
                sys.stdout.flush()
                self._channel.send(reply, packer)
            except wire.NotEncodable as error:
                self._say(Unfit(str(error)))
            except NoSuchName as error:
                self._say(Absent(error.owner, error.name))
            except BaseException as error:  # noqa: BLE001 - student code may raise any
                self._say(self._describe(error))

    def _receive(self) -> RequestEnvelope:
        envelope, self._arrays = self._channel.receive()
        self._frozen = frozenset(
            number for number, array in enumerate(envelope.arrays) if array.frozen
        )
        return envelope

    def _say(self, reply: Reply) -> None:
        with contextlib.suppress(Exception):  # it may be the submission's own stream
            sys.stdout.flush()  # what was printed before an error belongs to it
        self._channel.send(reply, self._objects.packer())

    def _answer(self, body: Request, packer: wire.Packer) -> Reply:  # noqa: C901, PLR0911 - one per request
        match body:
            case Call() | Turns():
                return self._call(body, packer)
            case Several():
                return self._several(body, packer)
            case Read():
                value = follow(self._objects.get(body.target), body.path)
                kept = body.alive or callable(value)
                return Returned(
                    packer.pack(self._objects.keep(value) if kept else value)
                )
            case _ if isinstance(body, Fresh):
                means = self._objects.get, follow, self._arguments
                found = answered(body, self._files, self._imported_anew, means)
                return Returned(packer.pack(found))
            case Write():
                arguments = self._arguments({})
                target = follow(self._objects.get(body.target), body.path)
                target[arguments.build(body.key)] = arguments.build(body.value)
                return Returned(None)
            case Keep():
                value = self._arguments({}).build(body.value)
                self._objects.put(body.number, value)
                return Returned(None)
            case Same():
                left = self._objects.get(body.left)
                return Returned(left is self._objects.get(body.right))
            case Items():
                return self._items(body, packer)
            case Support():
                module = suite_module(body.module, body.source)
                return Returned(packer.pack(self._objects.keep(module)))
            case Load():
                return self._load(body)
        msg = f"a request of type {type(body).__name__} out of turn"
        raise RuntimeError(msg)

    def _arguments(self, built: dict[int, object]) -> Arguments:
        return Arguments(self._objects, self._ask, self._arrays, self._frozen, built)

    def _load(self, body: Load) -> Reply:
        seed_all(body.seed)
        self._loaded = body
        self._objects.put_module(self._import(body.module, body.filename, body.source))
        return Returned(None)

    def _import(self, name: str, filename: str, source: bytes) -> types.ModuleType:
        self._files.add(filename)
        self._codes[name] = compiled(filename, source)
        return run_own(name, self._codes[name])

    @contextlib.contextmanager
    def _imported_anew(self) -> Iterator[None]:
        """Have the submission's module fresh from an import for a while.

        What it kept so far is not seen then, and what it keeps is forgotten after.
        """
        kept, name = self._objects.get(MODULE), self._loaded.module
        seed_all(self._loaded.seed)
        try:
            with self._hushed():
                fresh = run_own(name, self._codes[name])
            self._objects.put_module(fresh)
            yield
        finally:
            self._objects.put_module(kept)
            sys.modules[name] = kept

    def _hushed(self) -> contextlib.AbstractContextManager[object]:
        """Print nothing: what an import prints was heard at the first one."""
        return contextlib.redirect_stdout(io.StringIO())

    def _call(self, body: Call | Turns, packer: wire.Packer) -> Reply:
        function = follow(self._objects.get(body.target), body.path)
        arguments = self._arguments({})
        act = bound(body, function, arguments)
        warned: list[str] = []
        if body.watch:
            value, warned = self._watched(act)
        else:
            value = act()
        packed = None
        if isinstance(body, Call) and body.number:
            self._objects.put(body.number, value)
        else:
            packed = packer.pack(value)
        arrays, containers = arguments.changes(packer)
        return Returned(packed, arrays, containers, warned)

    def _several(self, body: Several, packer: wire.Packer) -> Reply:
        means = self._objects.get, follow, self._arguments, self._describe
        act = functools.partial(take, body, packer, *means)
        if not body.watch:
            return act()
        returned, warned = self._watched(act)
        return msgspec.structs.replace(returned, warned=warned)

    def _watched(self, act: Callable[[], Given]) -> tuple[Given, list[str]]:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", RuntimeWarning)
            with np.errstate(
                over="warn", divide="warn", invalid="warn", under="ignore"
            ):
                value = act()
        return value, [
            f"{warning.message} at {warning.filename}:{warning.lineno}"[:MAX_TEXT]
            for warning in caught
            if issubclass(warning.category, RuntimeWarning)
        ]

    def _items(self, body: Items, packer: wire.Packer) -> Reply:
        iterator = iter(self._objects.get(body.target))
        taken: list[Value] = []
        for item in iterator:
            taken.append(item)
            if len(taken) >= body.limit:
                break
        return Returned(packer.pack(taken))

    def _ask(
        self, number: int, args: tuple[Value, ...], kwargs: dict[str, Value]
    ) -> Value:
        packer = self._objects.packer()
        packed = [packer.pack(arg) for arg in args]
        named = {key: packer.pack(arg) for key, arg in kwargs.items()}
        outer = self._arrays, self._frozen
        with self._late.paused():
            self._channel.send(Asked(number, packed, named), packer)
            body = self._receive().body
        try:
            if isinstance(body, Answer):
                return self._arguments({}).build(body.value)
        finally:
            self._arrays, self._frozen = outer
        msg = "the function that was passed in failed"
        raise CallbackFailed(msg)

    def _describe(self, error: BaseException) -> Raised:
        kinds = [kind.__name__[:100] for kind in type(error).__mro__]
        *callers, line = self._lines(error) or [0]
        return Raised(kinds[0], kinds, _text(error), line, callers[:MAX_CALLERS])

    def _lines(self, error: BaseException) -> list[int]:
        """Return the lines of the student's file that led to an exception."""
        if isinstance(error, SyntaxError) and error.filename in self._files:
            return [error.lineno or 0]
        lines, trace = [], error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename in self._files:
                lines.append(trace.tb_lineno)
            trace = trace.tb_next
        return lines


def _text(error: BaseException) -> str:
    try:
        if isinstance(error, SyntaxError) and type(error) in _SYNTAX:
            return error.msg[:MAX_TEXT]  # its line is told beside it
        return str.__str__(str(error))[:MAX_TEXT]
    except BaseException:  # noqa: BLE001 - a student's __str__ may raise any
        return "its text could not be printed"


def run(sock: socket.socket) -> None:
    """Serve `sock`; a broken frame from the judge ends the process."""
    try:
        Worker(sock).serve()
    except (wire.Malformed, msgspec.MsgspecError, OSError) as error:
        os.write(2, f"worker: {error}\n".encode())
        os._exit(70)
