"""What this machine, this terminal and this course folder are like."""

import os
import platform
import shutil
import struct
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np

from grader.catalog.kit import has_kit_list, kit_changes, told_changes
from grader.cli.handing import held
from grader.cli.state import STATE_FILE, State
from grader.intake import misnamed
from grader.model import Course, Unit
from grader.reports.findings import Finding, Mark
from grader.reports.text import WIDTH, cut
from grader.sandbox.tiers import Machine

THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")
_BITS = 64
_LEAST_FREE_MIB = 200
_MIB = 2**20
_DIGEST = 12
_LONGEST_PATH = 20
_TIERS = {
    "A": "your code runs apart from your other files",
    "B": "your code is walled off",
    "B-": "your code is walled off by permissions",
    "C": "your code is walled off, except for file names",
    "D": "crashes are contained; enough for your own work",
}


def about_python() -> list[Finding]:
    """Return what is to be said of Python and NumPy."""
    kind = platform.python_implementation()
    bits = 8 * struct.calcsize("P")
    said = f"{platform.python_version()}, {kind}, {bits} bit"
    if kind == "CPython" and bits == _BITS:
        python = Finding("Python", said)
    else:
        act = f"Install CPython in {_BITS} bit; the course was tried with no other."
        python = Finding("Python", said, Mark.LOOK, act)
    return [python, Finding("NumPy", f"{np.__version__}, BLAS {_blas()}")]


def about_threads(environment: Mapping[str, str], cores: int) -> Finding:
    """Return how many threads NumPy may use in checks and outside of them.

    Args:
        environment: the variables of the process.
        cores: of the machine.
    """
    given = [f"{name}={environment[name]}" for name in THREADS if name in environment]
    outside = ", ".join(given) or f"elsewhere up to {cores}"
    return Finding("BLAS threads", f"1 in checks, so results repeat; {outside}")


def about_terminal(encoding: str, columns: int, *, is_terminal: bool) -> Finding:
    """Return what the terminal can show.

    Args:
        encoding: of standard output.
        columns: how wide it is.
        is_terminal: whether standard output is one.
    """
    if not is_terminal:
        said = f"output goes to a file or pipe: {encoding}, {WIDTH} columns"
        return Finding("terminal", said)
    said = f"{encoding}, {columns} columns"
    if not _shows_all(encoding):
        said += "; signs it lacks appear in plain forms"
    if columns >= WIDTH:
        return Finding("terminal", said)
    act = f"Make the window {WIDTH} columns wide, so that tables keep their shape."
    return Finding("terminal", said, Mark.LOOK, act)


def about_colour(environment: Mapping[str, str], *, is_terminal: bool) -> Finding:
    """Return whether reports are coloured, and why not.

    Args:
        environment: the variables of the process.
        is_terminal: whether standard output is one.
    """
    if environment.get("NO_COLOR"):
        return Finding("colour", "off, because NO_COLOR is set")
    return Finding("colour", "on" if is_terminal else "off, without a terminal")


def about_walls(machine: Machine) -> list[Finding]:
    """Return what holds a student's code in, and how it is started.

    Args:
        machine: what was probed.
    """
    start = (
        "your code starts within milliseconds"
        if machine.forks
        else "your code starts within a second"
    )
    return [
        Finding("isolation", f"{_TIERS[machine.tier]} (tier {machine.tier})"),
        Finding("workers", start),
    ]


def about_course(course: Course) -> list[Finding]:
    """Return what is to be said of the course's folder.

    Args:
        course: the course.
    """
    named = f"{len(course.units)} units, version {course.digest[:_DIGEST]}"
    place = str(course.root)
    if len(place) > _LONGEST_PATH:
        place = f".../{cut(course.root.name, _LONGEST_PATH)}"
    return [
        Finding("course", f"{named}, in {place}"),
        _about_files(course),
        *about_kit(course.root),
        _about_writing(course.root),
        _about_state(course.root / STATE_FILE),
    ]


def about_kit(root: Path) -> list[Finding]:
    """Return whether the kit's files are as handed out; nothing without its list.

    Args:
        root: the folder of the course.
    """
    if not has_kit_list(root):
        return []
    changes = kit_changes(root)
    if not changes:
        return [Finding("the kit", "its files are as they were handed out")]
    said, act = told_changes(changes)
    return [Finding("the kit", said, Mark.LOOK, f"{act.capitalize()}.")]


def no_course(error: Exception) -> Finding:
    """Return that there is no course to look at, and what to do.

    Args:
        error: why.
    """
    return Finding("course", "none that can be read", Mark.LOOK, str(error))


def about_space() -> list[Finding]:
    """Return what is to be said where there is hardly any space left."""
    folder = tempfile.gettempdir()
    free_mib = shutil.disk_usage(folder).free // _MIB
    if free_mib >= _LEAST_FREE_MIB:
        return []
    said = f"{free_mib} MiB are free in {folder}"
    act = f"Make room there; checks work with files in it, {_LEAST_FREE_MIB} MiB do."
    return [Finding("disk", said, Mark.LOOK, act)]


def _blas() -> str:
    built = np.show_config(mode="dicts").get("Build Dependencies", {})
    blas = built.get("blas", {})
    return f"{blas.get('name', 'unknown')} {blas.get('version', '')}".strip()


def _shows_all(encoding: str) -> bool:
    return encoding.lower().replace("-", "").startswith("utf")


def _about_files(course: Course) -> Finding:
    beside = {unit: one for unit in course.units if (one := _work_beside(unit))}
    if beside:
        said = "; ".join(
            f"{name} is not looked at, the file that is checked is {unit.module}"
            for unit, name in beside.items()
        )
        act = "If your work is in it, give it that name."
        return Finding("your files", said, Mark.LOOK, act)
    missing = [
        f"{unit.id}/{unit.module}"
        for unit in course.units
        if not (unit.folder / unit.module).is_file()
    ]
    if not missing:
        return Finding("your files", "all are in their folders")
    said = f"{len(missing)} of {len(course.units)} are not there: {', '.join(missing)}"
    act = "Unpack the file again beside this folder and copy them from there."
    return Finding("your files", said, Mark.LOOK, act)


def _work_beside(unit: Unit) -> str:
    """Return a file that may hold the work while the stub is untouched, "" if none."""
    path = unit.folder / unit.module
    if path.is_file() and not held(unit, path.read_bytes()).is_untouched:
        return ""
    files = sorted(one.name for one in unit.folder.glob("*.py"))
    own = {unit.module, *(one for one in files if one.startswith("test_"))}
    return misnamed(unit.module, [one for one in files if one not in own])


def _about_writing(root: Path) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=root):
            return Finding("writing", "the folder may be written to")
    except OSError as error:
        act = (
            "Move the course to a folder of your own; pictures and progress "
            "cannot be saved here."
        )
        reason = error.strerror or "not allowed"
        return Finding("writing", f"not possible: {reason}", Mark.BROKEN, act)


def _about_state(path: Path) -> Finding:
    if not path.is_file():
        return Finding("progress", "nothing is remembered yet")
    try:
        state = msgspec.json.decode(path.read_bytes(), type=State)
    except (OSError, msgspec.MsgspecError):
        act = (
            f"Delete {STATE_FILE.as_posix()} in the folder of the course; it holds "
            "only progress and hints shown."
        )
        return Finding("progress", "the file cannot be read", Mark.LOOK, act)
    units = "1 unit" if len(state.units) == 1 else f"{len(state.units)} units"
    return Finding("progress", f"{units} checked, in {STATE_FILE.as_posix()}")


def standard_output() -> tuple[str, bool]:
    """Return the encoding of standard output, and whether it is a terminal."""
    return getattr(sys.stdout, "encoding", None) or "unknown", sys.stdout.isatty()


def cores() -> int:
    """Return how many processors there are."""
    return os.cpu_count() or 1
