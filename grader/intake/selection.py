"""Find the units' modules among the files of an upload."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from grader.intake.asked import asked_names
from grader.intake.limits import MAX_SOURCE_MIB, MIB
from grader.intake.names import described
from grader.intake.notebook import code_cells, is_marked_for, module_source
from grader.intake.uploads import NOTEBOOK, Upload, is_notebook, is_source
from grader.intake.wording import refusal, shown
from grader.model import SourceFile, Unit

MAX_IGNORED = 200


@dataclass(frozen=True)
class Selection:
    """What of an upload is used, and what is not.

    Attributes:
        modules: unit id -> source of that unit's module.
        files: where each of them comes from.
        ignored: every other path, the reason added where one is needed.
    """

    modules: dict[str, bytes]
    files: tuple[SourceFile, ...]
    ignored: tuple[str, ...]


def select(upload: Upload, units: Sequence[Unit]) -> Selection:
    """Return the modules of the units; a unit without one is left out.

    Args:
        upload: what was handed in.
        units: whose modules are wanted.

    Raises:
        IntakeError: if a module is too large or a notebook is none.
    """
    chosen = [(unit, _choose(upload, unit, units)) for unit in units]
    modules: dict[str, bytes] = {}
    files: list[SourceFile] = []
    for unit, path in chosen:
        if path:
            data = upload.read(path)
            modules[unit.id] = _source(upload, path, data, unit)
            digest = hashlib.sha256(data).hexdigest()
            files.append(SourceFile(path=shown(path), sha256=digest))
    used = {path for _, path in chosen}
    unused = [described(path) for path in upload.paths if path not in used]
    ignored = sorted(map(shown, [*unused, *upload.passed_over]))
    return Selection(modules, tuple(files), _shortened(ignored))


def refuse_unmatched(name: str, selection: Selection, units: Sequence[Unit]) -> None:
    """Refuse a single file that is no unit's module.

    Args:
        name: what the file is called.
        selection: what was found in it.
        units: whose modules were wanted.

    Raises:
        IntakeError: if nothing was found.
    """
    if selection.modules:
        return
    expected = " or ".join(unit.module for unit in units)
    found = f"expected the module {expected}, found a file of another name"
    act = "rename it, or name the unit it is for"
    if is_notebook(name):
        found = f"no cell tells that the notebook is for {expected}"
        act = f'begin one with "# grader: {units[0].module}", or name the unit'
    raise refusal(name, found, act)


def _choose(upload: Upload, unit: Unit, units: Sequence[Unit]) -> str:
    stem = PurePosixPath(unit.module).stem
    for name in (unit.module, stem + NOTEBOOK):
        found = [path for path in upload.paths if PurePosixPath(path).name == name]
        if found:
            return min(found, key=lambda path: _rank(path, unit))
    is_alone = len(upload.paths) == 1 and not upload.passed_over
    if is_alone and is_source(upload.paths[0]):
        return _if_meant(upload, upload.paths[0], unit, units)
    return ""


def _rank(path: str, unit: Unit) -> tuple[bool, int, str]:
    folders = PurePosixPath(path).parts[:-1]
    return unit.id not in folders, len(folders), path


def _if_meant(upload: Upload, path: str, unit: Unit, units: Sequence[Unit]) -> str:
    """Return the path if an upload's only file, by another name, is for this unit."""
    if len(units) == 1:
        return path
    if not is_notebook(path):
        return ""
    cells = code_cells(upload.name, upload.read(path))
    return path if is_marked_for(cells, unit.module) else ""


def _source(upload: Upload, path: str, data: bytes, unit: Unit) -> bytes:
    if is_notebook(path):
        cells = code_cells(upload.name, data)
        # Going through 20 MiB of empty lines would take long, to be refused then.
        _refuse_large(upload, path, sum(map(len, cells)))
        data = module_source(cells, asked_names(unit))
    _refuse_large(upload, path, len(data))
    return data


def _refuse_large(upload: Upload, path: str, size: int) -> None:
    if size > MAX_SOURCE_MIB * MIB:
        found = f"the code in {shown(path)} has more than {MAX_SOURCE_MIB} MiB"
        raise refusal(upload.name, found, "keep data out of it")


def _shortened(ignored: Sequence[str]) -> tuple[str, ...]:
    more = len(ignored) - MAX_IGNORED
    if more <= 0:
        return tuple(ignored)
    return (*ignored[:MAX_IGNORED], f"... and {more} more")
