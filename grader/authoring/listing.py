"""Put a unit into the course's list of units and into its map, and nothing else.

Both are files that people write, so text is put in and nothing is written anew.
"""

import re
import tomllib
from pathlib import Path

from grader.catalog.loading import COURSE_FILE, unit_number
from grader.errors import CourseError
from grader.model import Course

MAP_FILE = "assignments/README.md"
_UNITS = re.compile(r"^units[ \t]*=[ \t]*\[(?P<list>[^\]]*)\]", re.MULTILINE)


def listed_course(course: Course, name: str) -> dict[Path, str]:
    """Return course.toml with `name` in its place in the order of numbers.

    Raises:
        CourseError: its list of units is not written in a form known here.
    """
    path = course.root / COURSE_FILE
    text = path.read_bytes().decode()  # line ends stay as they are
    before = [unit.id for unit in course.units]
    place = _place(course, name)
    found = _UNITS.search(text)
    changed = "" if found is None else _inserted(text, found, before, place, name)
    if not _is_the_same_but_for(
        text, changed, [*before[:place], name, *before[place:]]
    ):
        msg = (
            f"{COURSE_FILE}: expected the line units = [...] with one name after the "
            f"other, found another form; put {name!r} in by hand."
        )
        raise CourseError(msg)
    return {path: changed}


def mapped_course(course: Course, name: str, row: str) -> dict[Path, str]:
    """Return the course's map with a row for `name`; {} where there is no map."""
    path = course.root / MAP_FILE
    lines = path.read_bytes().decode().split("\n") if path.is_file() else []
    rows = [
        (index, unit.id)
        for unit in course.units
        for index, line in enumerate(lines)
        if line.startswith("| [") and f"]({unit.id}/" in line
    ]
    if not rows:
        return {}
    below = [index for index, other in rows if unit_number(other) > unit_number(name)]
    lines.insert(min(below, default=max(index for index, _ in rows) + 1), row)
    return {path: "\n".join(lines)}


def _place(course: Course, name: str) -> int:
    """Return how many units of the list come before the new one."""
    later = [
        place
        for place, unit in enumerate(course.units)
        if unit_number(unit.id) > unit_number(name)
    ]
    return min(later, default=len(course.units))


def _inserted(
    text: str, found: re.Match[str], before: list[str], place: int, name: str
) -> str:
    """Return the text with the name behind the one it follows, or before the first."""
    neighbour = before[max(place - 1, 0)]
    quoted = re.search(rf"[\"']{re.escape(neighbour)}[\"']", found["list"])
    if quoted is None:
        return ""
    start = found.start("list")
    if place == 0:
        at = start + quoted.start()
        return f'{text[:at]}"{name}", {text[at:]}'
    at = start + quoted.end()
    return f'{text[:at]}, "{name}"{text[at:]}'


def _is_the_same_but_for(text: str, changed: str, units: list[str]) -> bool:
    """Whether the change is a list of these units, and nothing else."""
    try:
        return tomllib.loads(changed) == tomllib.loads(text) | {"units": units}
    except tomllib.TOMLDecodeError:
        return False
