"""The course map in assignments/README.md says what the manifests say."""

from pathlib import Path

from grader.catalog import load_course
from grader.model import Unit

ROOT = Path(__file__).parents[2]


def rows(text: str) -> list[list[str]]:
    """Return the cells of each row of the map, without its last, free column."""
    lines = [line for line in text.splitlines() if line.startswith("| [")]
    return [[cell.strip() for cell in line.split("|")[1:-2]] for line in lines]


def row(unit: Unit) -> list[str]:
    """Return the cells that a unit's manifest asks for."""
    number = unit.exercises[0].id.partition(".")[0]
    hours, minutes = divmod(sum(each.minutes for each in unit.exercises), 60)
    return [
        f"[{number}. {unit.title}]({unit.id}/README.md)",
        unit.paper,
        f"{unit.exercises[0].id} to {unit.exercises[-1].id}",
        str(sum(each.points for each in unit.exercises)),
        f"{hours} h {minutes:02d} min",
    ]


def test_the_map_agrees_with_the_manifests() -> None:
    """A student plans with the map, and the manifests are what is graded."""
    course = load_course(ROOT)

    shown = rows((ROOT / "assignments" / "README.md").read_text())

    assert [row(unit) for unit in course.units] == shown


def test_the_map_names_the_course() -> None:
    """The page's title and every report must be of one course."""
    course = load_course(ROOT)

    first = (ROOT / "assignments" / "README.md").read_text().splitlines()[0]

    assert f"# {course.title}" == first
