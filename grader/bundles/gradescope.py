"""What Gradescope runs: an archive for one unit, with all that grading needs.

The layout is that of Gradescope's documents, "Autograder specifications": `setup.sh`
and `run_autograder` at the root of the archive, which is unpacked to `source/`.
"""

import json
import tomllib
from collections.abc import Iterator
from importlib import resources

import msgspec

from grader.bundles.archive import PLAIN, RUNS, Member, archive
from grader.bundles.student import assignments
from grader.bundles.wheel import requirements, wheel
from grader.catalog.loading import COURSE_FILE, suite_files
from grader.errors import UsageError
from grader.exports import Showing
from grader.exports.gradescope import not_graded
from grader.model import Course, Unit

DEADLINE_S = 540.0  # the platform's own limit is ten minutes, unless it was raised
STARTED = (
    "Your submission has not been graded: the grader did not come to its end. That is "
    "no fault of yours. Please tell your teacher."
)


class Settings(msgspec.Struct, frozen=True):
    """What a bundle's run goes by.

    Attributes:
        unit: the unit's id.
        hidden: when students see the hidden checks.
        deadline_s: seconds after which grading is given up.
    """

    unit: str
    hidden: Showing
    deadline_s: float


def gradescope_bundle(course: Course, unit: Unit, settings: Settings) -> bytes:
    """Return the archive to upload as an autograder of Gradescope's.

    Args:
        course: the course.
        unit: the one to grade.
        settings: how its run goes.

    Raises:
        UsageError: the unit's hidden suite is not here.
    """
    if unit.hidden is None:
        message = (
            f"the hidden suite of {unit.id} is not here: expected "
            f"solutions/{unit.id}/ beside assignments/; make the bundle in the "
            "teacher's folder."
        )
        raise UsageError(message)
    data = json.loads(msgspec.json.encode(settings))
    return archive(
        [
            _script("setup.sh"),
            _script("run_autograder"),
            Member("settings.json", (json.dumps(data, indent=1) + "\n").encode()),
            Member("not_graded.json", not_graded(STARTED).encode()),
            Member("requirements.txt", requirements().encode()),
            wheel(),
            *(_under_course(member) for member in _course(course, unit)),
        ]
    )


def _script(name: str) -> Member:
    template = resources.files("grader.bundles").joinpath(f"templates/{name}")
    return Member(name, template.read_bytes().replace(b"\r\n", b"\n"), RUNS)


def _under_course(member: Member) -> Member:
    return Member(f"course/{member.name}", member.data, PLAIN)


def _course(course: Course, unit: Unit) -> Iterator[Member]:
    """Yield a course of this one unit: the open half, and what grades the hidden."""
    manifest = _manifest(course, unit)
    yield from assignments(course, (unit,), manifest)
    assert unit.hidden is not None  # noqa: S101 - `gradescope_bundle` saw to it
    paths = [unit.hidden / unit.module, *suite_files(unit.hidden, unit.module)]
    for path in (*paths, *sorted((unit.hidden / "mistakes").glob("*.py"))):
        name = path.relative_to(unit.hidden.parent.parent).as_posix()
        yield Member(name, path.read_bytes())


def _manifest(course: Course, unit: Unit) -> bytes:
    """Return the course's manifest with this unit alone."""
    given = tomllib.loads((course.root / COURSE_FILE).read_text())
    lines = [
        f"format = {given['format']}",
        f"title = {json.dumps(course.title)}",
        f"seed = {course.seed}",
        f"open_share = {course.open_share}",
        f'units = ["{unit.id}"]',
        f'diagnosis = "{course.diagnosis}"',
        f'reveal = "{course.reveal}"',
        *_due_lines(course, unit),
        "",
        "[limits]",
        *(f"{key} = {value}" for key, value in given.get("limits", {}).items()),
    ]
    return ("\n".join(lines) + "\n").encode()


def _due_lines(course: Course, unit: Unit) -> Iterator[str]:
    if unit.id in course.due:
        yield f"due.{unit.id} = {course.due[unit.id].isoformat()}"
