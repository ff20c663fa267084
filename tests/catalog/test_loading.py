"""A right course is loaded whole, with the digest of all that can change a score."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from grader.catalog import load_course
from grader.model import Exercise, Limits

COURSE = "assignments/course.toml"
UNIT = "assignments/u06_batchnorm/unit.toml"


def spoil(root: Path, where: str, right: str, wrong: str) -> None:
    """Replace the first `right` in the file `where` by `wrong`."""
    text = (root / where).read_text()
    assert right in text
    (root / where).write_text(text.replace(right, wrong, 1))


def test_a_course_knows_its_title_seed_share_and_root(root: Path) -> None:
    """They stand in every report, so they must be the manifest's."""
    course = load_course(root)

    assert ("Deep learning", 7, 0.4, root) == (
        course.title,
        course.seed,
        course.open_share,
        course.root,
    )


def test_units_stand_in_the_order_of_the_course(root: Path) -> None:
    """The order of teaching is the author's, not the alphabet's."""
    spoil(
        root, COURSE, '"u02_layers", "u06_batchnorm"', '"u06_batchnorm", "u02_layers"'
    )

    course = load_course(root)

    assert ["u06_batchnorm", "u02_layers"] == [unit.id for unit in course.units]


def test_a_unit_knows_its_manifest_and_folders(root: Path) -> None:
    """Everything later reads the unit from this record alone."""
    unit = load_course(root).units[1]

    assert ("Batch normalization", "Ioffe and Szegedy (2015)", "batchnorm.py", 2) == (
        unit.title,
        unit.paper,
        unit.module,
        unit.weight,
    )
    assert root / "assignments" / "u06_batchnorm" == unit.folder
    assert root / "solutions" / "u06_batchnorm" == unit.hidden


def test_an_exercise_is_what_its_table_says(root: Path) -> None:
    """Points, needs and hints have one source, the manifest."""
    expected = Exercise(
        id="6.2",
        name="BatchNorm.backward",
        points=40,
        minutes=60,
        difficulty=3,
        hints=("Three arrows leave x.",),
        needs=("6.1",),
        may_loop_over=("T",),
        all_open=True,
    )

    exercise = load_course(root).units[1].exercises[1]

    assert expected == exercise


def test_a_unit_without_solutions_has_no_hidden_folder(root: Path) -> None:
    """In a student's kit there is nothing hidden to look for."""
    unit = load_course(root).units[0]

    assert unit.hidden is None


def test_what_a_manifest_leaves_out_takes_its_default(root: Path) -> None:
    """A short manifest is a right manifest."""
    spoil(root, COURSE, "open_share = 0.4\n", "")

    course = load_course(root)

    assert 0.4 == course.open_share
    assert ("", 1) == (course.units[0].paper, course.units[0].weight)


def test_limits_of_a_unit_lie_over_those_of_the_course(root: Path) -> None:
    """A unit says only what is special about it."""
    course = load_course(root)

    assert Limits(call_s=3.0) == course.units[0].limits
    assert Limits(call_s=3.0, memory_mib=256) == course.units[1].limits


def test_the_digest_is_the_same_for_the_same_files(root: Path) -> None:
    """A regrade must be able to trust that nothing changed."""
    assert load_course(root).digest == load_course(root).digest


@pytest.mark.parametrize(
    "where",
    [
        COURSE,
        UNIT,
        "assignments/u06_batchnorm/test_batchnorm.py",
        "solutions/u06_batchnorm/batchnorm.py",
        "solutions/u06_batchnorm/test_batchnorm.py",
        "solutions/u06_batchnorm/mistakes/mean_left_out.py",
        "solutions/u06_batchnorm/mistakes/new.py",
        "assignments/u02_layers/test_layers.py",
        "assignments/data/digits.npz",
    ],
)
def test_the_digest_changes_with_every_file_that_can_change_a_score(
    root: Path, where: str
) -> None:
    """Two scores with one digest must be comparable."""
    (root / "assignments" / "data").mkdir()
    (root / "assignments" / "data" / "digits.npz").touch()
    before = load_course(root).digest

    with (root / where).open("a") as file:
        file.write("# changed\n")

    assert before != load_course(root).digest


@pytest.mark.parametrize(
    "where",
    ["assignments/u06_batchnorm/batchnorm.py", "solutions/u06_batchnorm/marking.md"],
)
def test_the_digest_stays_when_a_file_that_scores_nothing_changes(
    root: Path, where: str
) -> None:
    """A student's own work must not change the course's digest."""
    before = load_course(root).digest

    (root / where).write_text("changed")

    assert before == load_course(root).digest


def test_the_digest_changes_with_the_grader(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another version may judge differently."""
    before = load_course(root).digest

    monkeypatch.setattr("grader.catalog.loading.__version__", "99.0")

    assert before != load_course(root).digest


def test_the_digest_is_that_of_the_content_wherever_it_lies(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Two machines grade with the same course."""
    copy = tmp_path_factory.mktemp("elsewhere") / "course"

    root.rename(copy)
    there = load_course(copy).digest
    copy.rename(root)

    assert there == load_course(root).digest


def test_a_unit_is_due_from_its_due_date_on(root: Path) -> None:
    """A unit without a date is never due."""
    spoil(
        root, COURSE, "seed = 7\n", "seed = 7\ndue.u02_layers = 2027-01-31T12:00:00Z\n"
    )
    noon = datetime(2027, 1, 31, 12, tzinfo=UTC)

    course = load_course(root)

    assert course.is_due("u02_layers", noon)
    assert not course.is_due("u02_layers", noon - timedelta(seconds=1))
    assert not course.is_due("u06_batchnorm", noon)
