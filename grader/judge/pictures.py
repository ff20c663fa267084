"""A unit's picture, drawn from what the student's own code computes."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any, TypeGuard

import msgspec
from matplotlib.figure import Figure

from grader.errors import CourseError, NotStarted, StudentError
from grader.judge.host import Host
from grader.judge.settings import JudgeSettings
from grader.model import Unit
from grader.sandbox.session import Module, Session
from grader.sandbox.workerline import Reply

Data = dict[str, Any]  # whatever the unit's picture computes
FILE = "picture.py"
PICTURE_S = 60.0  # a picture may train a little network in the worker


class Picture:
    """The picture of one unit: what it computes, what it claims, how it looks.

    Attributes:
        stopped_by: the first error of the code that was met while it computed for a
            module, but for what is not written; None if there was none.
    """

    def __init__(self, unit: Unit) -> None:
        """Import the unit's picture.py.

        Raises:
            CourseError: the unit has none, or it lacks one of its functions.
        """
        self._unit = unit
        self._module = _import(unit)
        self.stopped_by: StudentError | None = None

    def data(self, source: bytes | None, settings: JudgeSettings) -> Data:
        """Return what the picture shows for a module, computed in a worker."""
        with Host(settings) as host:
            return self.data_from(host, source)

    def data_from(self, host: Host, source: bytes | None) -> Data:
        """Return the same from a worker of a host that is there already."""
        limits = msgspec.structs.replace(self._unit.limits, exercise_s=PICTURE_S)
        session = Session(host.starter(limits), self._unit.module, source, limits)
        try:
            found: Data = self._module.data(Module(session))
            self.stopped_by = next(filter(_is_stop, session.replies), None)
        finally:
            session.renew()
        return found

    def claim(self, data: Data) -> None:
        """Check that the data shows what the picture is there to show.

        Raises:
            GraderError: it does not.
        """
        self._module.claim(data)

    def draw(self, data: Data) -> Figure:
        """Return the figure; what could not be computed is an empty panel."""
        figure: Figure = self._module.draw(data)
        return figure


def _is_stop(reply: Reply) -> TypeGuard[StudentError]:
    return isinstance(reply, StudentError) and not isinstance(reply, NotStarted)


def _import(unit: Unit) -> ModuleType:
    path = unit.folder / FILE
    spec = importlib.util.spec_from_file_location(f"picture_{unit.id}", path)
    if not path.is_file() or spec is None or spec.loader is None:
        msg = f"{unit.id} has no picture: expected {FILE} in {_name(unit.folder)}."
        raise CourseError(msg)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("data", "claim", "draw"):
        if not callable(getattr(module, name, None)):
            msg = f"{_name(path)} must define {name}(...), which draws the picture."
            raise CourseError(msg)
    return module


def _name(path: Path) -> str:
    return "/".join(path.parts[-2:])
