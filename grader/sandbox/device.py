"""A trial on a device: CuPy's, or a stand-in that refuses what CuPy refuses."""

import functools
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import numpy as np

from grader.sandbox.counting_lines import text_of
from grader.sandbox.evaluation import Follow, Get, MakeArguments
from grader.sandbox.messages import OnDevice
from grader.sandbox.objects import MODULE
from grader.sandbox.plans import Value
from grader.sandbox.standin import DeviceArray
from grader.sandbox.standin_module import DeviceGenerator
from grader.sandbox.trying import Cast, prepared

STAND_IN, CUDA = "stand-in", "cuda"
MAX_TEXT = 300
_KEPT = ("params", "grads")  # what an object holds is looked at under these names
_NUMBERS = (bool, int, float, complex, np.generic)
Leaf = tuple[list[str | int], Value]  # where it is, and what it is


def run_on_device(
    request: OnDevice,
    anew: Callable[[], AbstractContextManager[None]],
    get: Get,
    follow: Follow,
    make_arguments: MakeArguments,
) -> Value:
    """Make a trial with NumPy, and again with every array on a device.

    What the code raises with NumPy is raised; what it raises on the device is told.
    Each run has a fresh module: what code keeps of one kind of arrays, on a class
    or in the module, must not meet the other kind.

    Args:
        request: the trial and the device.
        anew: within it, `get` gives a module that was just imported.
        get: gives an object by its number.
        follow: gives what a path leads to.
        make_arguments: makes arguments real; see `objects.Arguments`.

    Returns:
        a tuple: the arrays and numbers that came out with NumPy, each with its
        place; the same of the device, brought back; the places of those that are
        NumPy's though they must be the device's; and how the run on the device
        ended early: class, text and line of the exception and the line's text, or
        None. A text in place of the tuple says why there is no such device.
    """
    ready = functools.partial(prepared, request.trial, get, follow, make_arguments)
    with anew():
        expected = _leaves(ready, _Sender(None))
    try:
        sender = _Sender(_sending(request.device))
    except Exception as error:  # noqa: BLE001 - a driver may fail in any way
        return f"{type(error).__name__}: {error}"[:MAX_TEXT]
    with anew():
        found, stopped = _tried(ready, sender, get)
    at_home = [place for place, value in found if _is_at_home(value)]
    back = [(place, _brought_back(value)) for place, value in found]
    return expected, back, at_home, stopped


def _tried(
    ready: Callable[..., Value], sender: "_Sender", get: Get
) -> tuple[list[Leaf], tuple[str, str, int, str] | None]:
    """Return what came out on a device, and what stopped it."""
    try:
        return _leaves(ready, sender), None
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - what it raises is the finding
        return [], _told(error, get(MODULE).__file__)


class _Sender:
    """Sends arguments to a device; each array once, however often it is met."""

    def __init__(self, send: Cast | None) -> None:
        """Send single arrays with `send`; without it everything stays as it is."""
        self._send = send
        self._sent: dict[int, tuple[Value, Value]] = {}
        self.arguments: list[Value] = []

    def cast(self, value: Value) -> Value:
        """Return an argument of the device's; containers stay the same objects."""
        sent = value if self._send is None else self._cast(value, self._send)
        self.arguments.append(sent)
        return sent

    def _cast(self, value: Value, send: Cast) -> Value:
        if type(value) is np.ndarray:
            return self._sent.setdefault(id(value), (value, send(value)))[1]
        if isinstance(value, np.random.Generator):
            return DeviceGenerator(value, send)
        if type(value) is tuple:
            return tuple(self._cast(item, send) for item in value)
        if type(value) is list:
            value[:] = [self._cast(item, send) for item in value]
        if type(value) is dict:
            value.update({key: self._cast(item, send) for key, item in value.items()})
        return value


def _sending(device: str) -> Cast:
    """Return what sends one array to the device; CuPy is loaded only if asked for."""
    if device == STAND_IN:
        return DeviceArray
    import cupy  # noqa: PLC0415 - an extra, and slow to load

    cupy.cuda.Device(0).use()
    send: Callable[[Value], Value] = cupy.asarray
    return send


def _leaves(ready: Callable[..., Value], sender: _Sender) -> list[Leaf]:
    """Return what the trial's calls gave and left behind, arrays and numbers."""
    subject, acts = ready(sender.cast)
    returned = [act() for act in acts]
    found: dict[str, Value] = {"returned": returned, "arguments": sender.arguments}
    for name in _KEPT:
        kept = getattr(subject, name, None)
        if isinstance(kept, dict):
            found[name] = kept
    return list(_walk(found, []))


def _walk(value: Value, place: list[str | int]) -> Iterator[Leaf]:
    if isinstance(value, dict):
        for key, item in value.items():
            name = key if isinstance(key, (str, int)) else repr(key)
            yield from _walk(item, [*place, name])
    elif isinstance(value, (list, tuple)):
        for number, item in enumerate(value):
            yield from _walk(item, [*place, number])
    elif isinstance(value, (np.ndarray, *_NUMBERS)) or _is_sent(value):
        yield place, value


def _is_sent(value: Value) -> bool:
    """Whether a value is an array of the device's; CuPy's class need not be loaded."""
    return isinstance(value, DeviceArray) or type(value).__module__ == "cupy"


def _is_at_home(value: Value) -> bool:
    return isinstance(value, np.ndarray) and value.ndim > 0


def _brought_back(value: Value) -> Value:
    return value.get() if _is_sent(value) else value


def _told(error: Exception, filename: str) -> tuple[str, str, int, str]:
    """Return class, text and line of an exception, and the line's text."""
    lines = [
        frame.lineno or 0
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == filename
    ]
    line = lines[-1] if lines else 0
    text = " ".join(str(error).split())[:MAX_TEXT]
    return type(error).__name__[:100], text, line, text_of(line, filename)
