"""Start a unit that is proved from the first minute, for its author to rewrite.

One exercise, an open check, two hidden ones with a mistake for each, an alternative,
a handout and a picture. Everything is decided before anything is written, and no
file that is there is replaced but the course's list of units and its map.
"""

import keyword
import re
import shutil
import sys
from importlib import resources
from pathlib import Path
from string import Template

import msgspec

from grader.authoring.listing import listed_course, mapped_course
from grader.authoring.stubs import cut_stub
from grader.catalog.loading import unit_number
from grader.errors import UsageError
from grader.model import Course
from grader.store import write_atomically

TEMPLATES = "grader.authoring"
LONGEST_TITLE = 60  # characters: it stands in the first line of a docstring
LONGEST_PAPER = 200
MINUTES = 30  # what the template's manifest says
OPEN = {
    "README.md": "handout",
    "unit.toml": "manifest",
    "test_{module}.py": "open_suite",
    "picture.py": "picture",
}
HIDDEN = {
    "{module}.py": "reference",
    "test_{module}.py": "hidden_suite",
    "marking.md": "marking",
    "reveal.toml": "reveal",
    "mistakes/denominator_without_absolute_value.py": "mistake",
    "mistakes/rows_in_a_loop.py": "slow_mistake",
    "alternatives/maximum.py": "alternative",
}
_UNIT = re.compile(r"u(?P<number>[0-9]+)_(?P<module>[a-z][a-z0-9_]*)", re.ASCII)
_TAKEN = frozenset({"numpy", "array_api_compat", "picture", "conftest"})
_UNFIT = re.compile(r'[\x00-\x1f\x7f"\\|\[\]]')  # for TOML, a docstring, a table


class Start(msgspec.Struct, frozen=True):
    """A unit to be: all files with their contents, new ones and two changed ones.

    Attributes:
        folders: the unit's two folders, which must not exist yet.
        new: the files in them.
        changed: the course's list of units and, where there is one, its map.
        has_map: whether the map has a row for the unit now.
    """

    folders: tuple[Path, Path]
    new: dict[Path, str]
    changed: dict[Path, str]
    has_map: bool


def plan_unit(course: Course, name: str, title: str, paper: str = "") -> Start:
    """Return the unit that `name` would start; nothing is written.

    Args:
        course: the course, with its `solutions/`.
        name: the unit's id, such as "u07_dropout"; its module is dropout.py.
        title: what it is called, on one line.
        paper: the citation it starts from, or "".

    Raises:
        UsageError: the name, the number or the module is taken or not possible.
        CourseError: course.toml is not written so that a unit can be put in.
    """
    module = _module_of(name)
    _refuse_unfit("title", title, shortest=1, longest=LONGEST_TITLE)
    _refuse_unfit("paper", paper, shortest=0, longest=LONGEST_PAPER)
    _refuse_taken(course, name, f"{module}.py")
    values = {
        "number": str(unit_number(name)),
        "title": title,
        "paper": paper,
        "module": module,
    }
    folder = course.root / "assignments" / name
    hidden = course.root / "solutions" / name
    _refuse_folders(course, folder, hidden)
    new = _contents(folder, OPEN, values) | _contents(hidden, HIDDEN, values)
    new[folder / f"{module}.py"] = cut_stub(new[hidden / f"{module}.py"])
    changed = listed_course(course, name)
    row = _row(name, values)
    mapped = mapped_course(course, name, row)
    return Start((folder, hidden), new, mapped | changed, has_map=bool(mapped))


def start_unit(start: Start) -> None:
    """Write a unit; if that fails, nothing of it is left and nothing is changed.

    Raises:
        UsageError: a file cannot be written.
    """
    before = {path: path.read_bytes() for path in start.changed}
    made: list[Path] = []
    try:
        for folder in start.folders:
            folder.mkdir()
            made.append(folder)
        for path, text in start.new.items():
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        for path, text in start.changed.items():
            write_atomically(path, text.encode())
    except OSError as error:
        _undo(made, before)
        msg = f"cannot write {error.filename}: {error.strerror}; no unit was started."
        raise UsageError(msg) from error


def _undo(made: list[Path], before: dict[Path, bytes]) -> None:
    for folder in made:
        shutil.rmtree(folder)
    for path, content in before.items():
        if path.read_bytes() != content:
            write_atomically(path, content)


def _module_of(name: str) -> str:
    matched = _UNIT.fullmatch(name)
    if matched is None:
        msg = (
            f"a unit cannot be called {name!r}; expected a name such as u07_dropout: "
            "u, a number, and words of small letters, digits and underscores."
        )
        raise UsageError(msg)
    module = matched["module"]
    is_ours = module in _TAKEN or module.startswith("test_")
    if is_ours or module in sys.stdlib_module_names or keyword.iskeyword(module):
        msg = (
            f"a unit cannot be called {name!r}: its module {module}.py would hide "
            "one that Python, NumPy or the course needs; use another word."
        )
        raise UsageError(msg)
    return module


def _refuse_unfit(what: str, text: str, *, shortest: int, longest: int) -> None:
    if _UNFIT.search(text) or not shortest <= len(text.strip()) <= longest:
        msg = (
            f"the {what} cannot be {text!r}; expected one line of {shortest} to "
            f"{longest} characters without quotes, backslashes, bars and brackets."
        )
        raise UsageError(msg)


def _refuse_taken(course: Course, name: str, module: str) -> None:
    for unit in course.units:
        if unit_number(unit.id) == unit_number(name):
            taken = f"number {unit_number(name)} is taken by {unit.id}"
        elif unit.module == module:
            taken = f"the module {module} is taken by {unit.id}"
        else:
            continue
        msg = f"{name} cannot be started: {taken}; choose another name."
        raise UsageError(msg)


def _refuse_folders(course: Course, *folders: Path) -> None:
    if not (course.root / "solutions").is_dir():
        msg = (
            "this is a copy for students, without solutions/; start a unit where the "
            "solutions are."
        )
        raise UsageError(msg)
    for folder in folders:
        if folder.exists() or folder.is_symlink():
            where = folder.relative_to(course.root).as_posix()
            msg = (
                f"{where} is there already and nothing of it was changed; choose "
                "another name or move it away."
            )
            raise UsageError(msg)


def _contents(
    folder: Path, files: dict[str, str], values: dict[str, str]
) -> dict[Path, str]:
    templates = resources.files(TEMPLATES) / "template"
    return {
        folder / file.format(**values): Template(
            (templates / f"{template}.txt").read_text(encoding="utf-8")
        ).substitute(values)
        for file, template in files.items()
    }


def _row(name: str, values: dict[str, str]) -> str:
    number = values["number"]
    hours, minutes = divmod(MINUTES, 60)
    cells = (
        f"[{number}. {values['title']}]({name}/README.md)",
        values["paper"],
        f"{number}.1 to {number}.1",
        "100",
        f"{hours} h {minutes:02d} min",
        "say here what a student must know",
    )
    return f"| {' | '.join(cells)} |"
