"""What a student receives: the course's open half, and the grader to install."""

from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path

from grader.authoring.stubs import cut_stub
from grader.bundles.archive import Member, archive
from grader.bundles.wheel import requirements, wheel
from grader.catalog.kit import KIT_FILE, kit_list
from grader.catalog.loading import COURSE_FILE, suite_files
from grader.catalog.source import read_source
from grader.milestones.listing import FOLDER as MILESTONES
from grader.model import Course, Unit

_UNIT_FILES = ("README.md", "unit.toml", "picture.py")


def student_kit(course: Course) -> bytes:
    """Return the archive that a student unpacks: `course/` with all they need.

    It holds stubs, handouts, open suites, pictures and data, and the grader as a
    wheel. Where the references are, stubs are cut from them. A list of digests
    lets `grader doctor` see which file is not as it was handed out.

    Args:
        course: the course.
    """
    first = resources.files("grader.bundles").joinpath("templates/first_steps.md")
    tool = wheel()
    steps = first.read_text()
    for name, value in _told(course, tool).items():
        steps = steps.replace(f"{{{name}}}", value)
    given = [*assignments(course, course.units), *_milestones(course)]
    files = [
        Member("FIRST_STEPS.md", steps.encode()),
        tool,
        Member("requirements.txt", requirements().encode()),
        Member(KIT_FILE, _listed(course, given)),
        *given,
    ]
    return archive(
        Member(f"course/{member.name}", member.data, member.mode) for member in files
    )


def assignments(
    course: Course, units: tuple[Unit, ...], manifest: bytes | None = None
) -> Iterator[Member]:
    """Yield what students may have of the units, under `assignments/`.

    Args:
        course: where it lies.
        units: which of them.
        manifest: takes the place of `course.toml`, None to keep it.
    """
    kept = (course.root / COURSE_FILE).read_bytes()
    yield Member(COURSE_FILE, kept if manifest is None else manifest)
    folder = course.root / "assignments"
    others = [folder / "README.md", *sorted((folder / "data").rglob("*"))]
    for path in (*others, *(path for unit in units for path in _open_files(unit))):
        if path.is_file() and "__pycache__" not in path.parts:
            name = path.relative_to(course.root).as_posix()
            yield Member(name, path.read_bytes())
    for unit in units:
        yield Member(f"assignments/{unit.id}/{unit.module}", _stub(unit))


def _told(course: Course, tool: Member) -> dict[str, str]:
    """Return what the first steps name of this course."""
    unit = course.units[0]
    exercise = unit.exercises[0]
    return {
        "TITLE": course.title,
        "WHEEL": tool.name,
        "MODULE": f"assignments/{unit.id}/{unit.module}",
        "HANDOUT": f"assignments/{unit.id}/README.md",
        "EXERCISE": exercise.id,
        "HOLE": f"{exercise.id} {exercise.name}",
    }


def _listed(course: Course, given: Iterable[Member]) -> bytes:
    """Return the list of what checks need; stubs and handouts are written into."""
    own = {f"assignments/{unit.id}/{unit.module}" for unit in course.units}
    return kit_list(
        {
            member.name: member.data
            for member in given
            if member.name not in own and not member.name.endswith(".md")
        }
    )


def _milestones(course: Course) -> Iterator[Member]:
    """Yield the stories and their list, where the course has some."""
    for path in sorted((course.root / MILESTONES).glob("*.*")):
        name = path.relative_to(course.root).as_posix()
        yield Member(name, path.read_bytes())


def _open_files(unit: Unit) -> Iterator[Path]:
    yield from (unit.folder / name for name in _UNIT_FILES)
    yield from suite_files(unit.folder, unit.module)


def _stub(unit: Unit) -> bytes:
    """Return the stub, cut anew where the reference is: somebody may have worked."""
    if unit.hidden is None:
        return (unit.folder / unit.module).read_bytes()
    reference = unit.hidden / unit.module
    return cut_stub(read_source(reference, reference.name), reference.name).encode()
