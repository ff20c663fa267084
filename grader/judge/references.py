"""The reference modules, imported into the judge; and the holes they mark."""

import importlib.util
import re
from collections.abc import Sequence
from types import ModuleType

from grader.errors import CourseError
from grader.model import Unit

_MARK = re.compile(r"^\s*# hole: (\d+\.\d+)\b", re.MULTILINE)


class References:
    """The reference module of each unit, imported when first asked for."""

    def __init__(self, units: Sequence[Unit]) -> None:
        """Know the units; import nothing yet."""
        self._units = {unit.id: unit for unit in units}
        self._modules: dict[str, ModuleType] = {}

    def get(self, unit_id: str) -> ModuleType:
        """Return the reference module of a unit.

        Raises:
            CourseError: the unit has no reference here.
        """
        if unit_id not in self._modules:
            self._modules[unit_id] = _import(self._units[unit_id])
        return self._modules[unit_id]


def holes_marked(unit: Unit) -> frozenset[str]:
    """Return the exercises that have a hole of their own in the stub.

    In a kit, which has no reference, every exercise counts as having one.
    """
    path = None if unit.hidden is None else unit.hidden / unit.module
    if path is None or not path.is_file():
        return frozenset(exercise.id for exercise in unit.exercises)
    return frozenset(_MARK.findall(path.read_text(encoding="utf-8")))


def _import(unit: Unit) -> ModuleType:
    path = None if unit.hidden is None else unit.hidden / unit.module
    if path is None or not path.is_file():
        msg = (
            f"{unit.id}: expected the reference {unit.module} in solutions/{unit.id}, "
            "found none."
        )
        raise CourseError(msg)
    spec = importlib.util.spec_from_file_location(f"reference_{unit.id}", path)
    assert spec is not None  # noqa: S101 - a .py file always has a loader
    assert spec.loader is not None  # noqa: S101
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
