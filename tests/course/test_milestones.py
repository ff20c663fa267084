"""The milestones as they are: reached with right code, and not with wrong code."""

from pathlib import Path

import pytest

from grader.authoring.leaks import _in_holes, _long_lines
from grader.catalog import load_course
from grader.milestones.listing import FOLDER, find_milestone
from grader.milestones.running import Told, tell
from grader.model import Unit
from tools.milestones import ENOUGH, HEAD, SEEDS, TARGET, solved_kit

ROOT = Path(__file__).parents[2]
COURSE = load_course(ROOT)
NUMBERS = [1, 2, 3, 4]
PNG = b"\x89PNG"


def told(folder: Path, number: int, mistake: str = "") -> Told:
    """Tell one story with the references as the work, or with one mistake in them."""
    course = solved_kit(folder, mistake)
    return tell(course, find_milestone(course, number), 1, lambda _line: None)


def reference(unit: Unit) -> str:
    """Return the right code of a unit."""
    return (ROOT / "solutions" / unit.id / unit.module).read_text(encoding="utf-8")


def stub(unit: Unit) -> str:
    """Return what a student is given of it."""
    return (unit.folder / unit.module).read_text(encoding="utf-8")


@pytest.mark.parametrize("number", NUMBERS)
def test_the_references_reach_every_milestone(tmp_path: Path, number: int) -> None:
    """A goal that right code misses would take a student's joy away."""
    found = told(tmp_path, number)

    assert found.reaches(find_milestone(COURSE, number)), found.last
    assert (PNG == found.kept[:4]) is (number != NUMBERS[-1])


@pytest.mark.parametrize(
    ("number", "mistake", "look", "saw"),
    [
        (1, "u02_layers/sigmoid_slope_without_y", "2.3", "wrong at the first"),
        (
            1,
            "u02_layers/weight_gradient_divided_by_n",
            "2.2",
            "wrong already at the last layer",
        ),
        (
            1,
            "u02_layers/bias_gradient_not_summed",
            "2.2",
            "has the shape (4, 8), and its",
        ),
        (
            2,
            "u02_layers/bias_gradient_not_summed",
            "2.2",
            "has the shape (64, 96), and its",
        ),
        (
            2,
            "u06_batchnorm/running_averages_never_move",
            "6.2",
            "something behaves otherwise with train=False",
        ),
        (3, "u10_residual/dx_only_from_the_branch", "10.3", "does not take the way"),
        (4, "u13_gradient_flow/targets_not_shifted", "13.5", "too good to be true"),
    ],
    ids=["xor", "last layer", "shape", "shape of digits", "digits", "blocks", "writer"],
)
def test_each_milestone_fails_in_its_own_way(
    tmp_path: Path, number: int, mistake: str, look: str, saw: str
) -> None:
    """What was seen is told, and the first exercise to look at is the right one."""
    found = told(tmp_path, number, mistake)

    assert not found.reaches(find_milestone(COURSE, number))
    assert look == found.last.look[0]
    assert saw in found.last.text


def test_no_story_shows_a_line_of_a_solution() -> None:
    """A student reads the stories as well; the plain step down stands in unit 3."""
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / FOLDER).glob("*.*"))
        if path.is_file()
    )

    found = [
        f"{unit.id}: {line}"
        for unit in COURSE.units
        for line in _long_lines(list(_in_holes(reference(unit), unit)))
        if line in text and line[0] != "#" and line not in stub(unit)
    ]

    assert [] == found


def test_the_page_of_figures_tells_of_every_milestone() -> None:
    """Run `python -m tools.milestones` to measure anew."""
    page = TARGET.read_text(encoding="utf-8")
    titles = [find_milestone(COURSE, number).title for number in NUMBERS]

    assert page.startswith(HEAD)
    assert [True] * 4 == [f"## {n}. {t}\n" in page for n, t in enumerate(titles, 1)]
    assert [SEEDS, 19] == [20, ENOUGH]
