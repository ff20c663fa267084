"""The process that tells a story: the student's modules, the story, and nothing else.

It reads one job from its input and writes messages, one a line, where its output
was. What the student's code prints goes nowhere.
"""

import importlib.util
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType, ModuleType

import msgspec
import numpy as np

from grader.milestones.story import Ending, Parts

DOTS_PER_INCH = 110


class Job(msgspec.Struct, frozen=True):
    """What a story is told with.

    Attributes:
        story: the story's file.
        modules: unit id -> the student's module.
        written: the parts that the student has written.
        goal: the score to reach.
        seed: of the random generator.
        limit_s: how long it may take, on a clock on the wall.
        target: the file to write what is kept into; its suffix is the format.
    """

    story: str
    modules: dict[str, str]
    written: list[str]
    goal: float
    seed: int
    limit_s: float
    target: str


class Message(msgspec.Struct, frozen=True):
    """What the process says.

    Attributes:
        kind: "say", "ended", "raised", "hole", "exit" or "late".
        text: a line, what was seen, or what was raised.
        score: how the story ended, if it did.
        look: the exercises to look at.
        lines: lines of the student's files that led there, to be shown.
        unit: the unit of the last of them, "" if there is none.
        cpu_s: seconds of the processor it took.
    """

    kind: str
    text: str = ""
    score: float | None = None
    look: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    unit: str = ""
    cpu_s: float = 0.0


def main() -> None:
    """Tell the story of the job that stands in the input."""
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)

    def send(message: Message) -> None:
        out.write(msgspec.json.encode(message) + b"\n")

    units = {path: unit for unit, path in job.modules.items()}
    _watch(job.limit_s, units, send)
    try:
        ending, text = _told(job, send)
    # Whatever the student's code raises ends the story in a sentence.
    except BaseException as error:  # noqa: BLE001
        send(_raised(error, units))
        return
    send(
        Message(
            "ended",
            text,
            ending.score,
            ending.look,
            cpu_s=round(time.process_time(), 2),
        )
    )


def _told(job: Job, send: Callable[[Message], None]) -> tuple[Ending, str]:
    modules = {unit: load(Path(path)) for unit, path in job.modules.items()}
    story = load(Path(job.story))
    with np.errstate(all="ignore"):  # what wrong code gives may overflow
        ending: Ending = story.tell(
            Parts(modules, set(job.written)),
            job.goal,
            np.random.default_rng(job.seed),
            lambda text: send(Message("say", text)),
        )
    if isinstance(ending.keep, str):
        Path(job.target).write_text(ending.keep, encoding="utf-8")
    else:
        ending.keep.savefig(job.target, dpi=DOTS_PER_INCH)
    return ending, ending.saw


def load(path: Path) -> ModuleType:
    """Return a module by its file, under the name of the file."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None  # noqa: S101 - the file ends in .py
    assert spec.loader is not None  # noqa: S101 - as above
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # a dataclass looks there for its module
    spec.loader.exec_module(module)
    return module


def _watch(
    limit_s: float, units: Mapping[str, str], send: Callable[[Message], None]
) -> None:
    """End the process when its time is over, and say which line it was at."""
    worker = threading.get_ident()

    def end() -> None:
        lines, unit = _own_lines(_stack(sys._current_frames().get(worker)), units)  # noqa: SLF001 - how Python offers another thread's frames
        send(Message("late", lines=lines[-1:], unit=unit))
        os._exit(0)

    timer = threading.Timer(limit_s, end)
    timer.daemon = True
    timer.start()


def _stack(frame: FrameType | None) -> traceback.StackSummary:
    return traceback.extract_stack(frame)


def _raised(error: BaseException, units: Mapping[str, str]) -> Message:
    lines, unit = _own_lines(traceback.extract_tb(error.__traceback__), units)
    if isinstance(error, SyntaxError) and (error.filename or "") in units:
        unit = units[error.filename or ""]
        at = f"{Path(error.filename or '').name}:{error.lineno}"
        lines = (f"{at}  {(error.text or '').strip()}",)
    text = type(error).__name__ + (f": {error}" if str(error) else "")
    if isinstance(error, NotImplementedError):
        return Message("hole", str(error), lines=lines, unit=unit)
    kind = "exit" if isinstance(error, SystemExit) else "raised"
    return Message(kind, text[:300], lines=lines, unit=unit)


def _own_lines(
    stack: traceback.StackSummary, units: Mapping[str, str]
) -> tuple[tuple[str, ...], str]:
    """Return the lines of the student's own files, outermost first, and the unit."""
    own = [frame for frame in stack if frame.filename in units]
    lines = tuple(
        f"{Path(frame.filename).name}:{frame.lineno}  {frame.line or ''}".rstrip()
        for frame in own
    )
    return lines, units[own[-1].filename] if own else ""


if __name__ == "__main__":
    main()
