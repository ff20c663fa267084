"""The list of milestones is read strictly, and what it is made of is looked up."""

from pathlib import Path

import pytest

from grader.catalog import load_course
from grader.errors import CourseError, UsageError
from grader.milestones.listing import find_milestone, load_milestones
from grader.milestones.standing import standing

ROOT = Path(__file__).parents[2]
HOLE = 'raise NotImplementedError("1.1 double")'


def test_a_part_without_a_hole_counts_as_written(work: Path) -> None:
    """Whether it is right is what the story shows."""
    course = load_course(work.parents[2])

    found = standing(course, find_milestone(course, 1))

    assert (("1.1", "1.2"), ("1.1",), ()) == (found.parts, found.written, found.missing)
    assert {"nothing is halved": ["1.2 half"]} == found.brings


def test_a_hole_or_a_file_that_is_gone_is_missing(work: Path) -> None:
    """A story without it would only raise."""
    course = load_course(work.parents[2])
    milestone = find_milestone(course, 1)
    work.write_text(HOLE)
    with_hole = standing(course, milestone).missing
    work.unlink()

    assert (("1.1",), ("1.1",)) == (with_hole, standing(course, milestone).missing)


@pytest.mark.parametrize("text", ["", "def double(: ...", "def doubled(n): ..."])
def test_a_part_that_its_file_does_not_define_is_missing(work: Path, text: str) -> None:
    """An empty file has no hole either."""
    course = load_course(work.parents[2])
    work.write_text(text)

    found = standing(course, find_milestone(course, 1))

    assert ((), ("1.1",)) == (found.written, found.missing)


def test_a_part_may_name_one_hole_of_an_exercise(work: Path) -> None:
    """An LSTM does not wait for the GRU that shares its exercise."""
    course = load_course(work.parents[2])
    table = work.parents[1] / "milestones" / "milestones.toml"
    table.write_text(table.read_text().replace('["1.1"]', '["1.1 double"]'))
    milestone = find_milestone(course, 1)
    work.write_text('double = 1\nraise NotImplementedError("1.1 triple")')
    other = standing(course, milestone).missing
    work.write_text(HOLE)

    assert ((), ("1.1 double",)) == (other, standing(course, milestone).missing)


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        (
            "at_least = 8\n",
            "",
            "must have either at_least or at_most.",
        ),
        (
            '["1.1"]',
            '["1.7"]',
            "is made of '1.7': no exercise '1.7': u01_double has 1.1 and 1.2.",
        ),
    ],
    ids=["no goal", "no such part"],
)
def test_a_list_that_breaks_a_rule_is_refused(
    work: Path, old: str, new: str, text: str
) -> None:
    """Its author reads which milestone, and which rule."""
    table = work.parents[1] / "milestones" / "milestones.toml"
    table.write_text(table.read_text().replace(old, new))

    with pytest.raises(CourseError) as caught:
        load_milestones(load_course(work.parents[2]))

    where = "assignments/milestones/milestones.toml: milestone 1"
    assert f"{where} {text}" == str(caught.value)


def test_a_number_that_is_not_there_is_refused(work: Path) -> None:
    """The sentence says which there are."""
    with pytest.raises(UsageError) as caught:
        find_milestone(load_course(work.parents[2]), 2)

    assert "no milestone 2: the course has 1 to 1." == str(caught.value)


def test_every_part_of_the_course_is_missing_in_its_stubs() -> None:
    """A part that no hole names would count as written in an untouched kit."""
    course = load_course(ROOT)

    written = [standing(course, one).written for one in load_milestones(course)]

    assert [(), (), (), ()] == written
