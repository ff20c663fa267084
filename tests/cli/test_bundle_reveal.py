"""`grader bundle reveal` hands out solutions when the course says so, not before."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from grader.catalog.reveals import Reveal, Shown, encode_reveal

Run = Callable[..., Result]

PAST, FUTURE = "2001-01-31T23:59:00Z", "2999-01-31T23:59:00Z"
FILE = "course/reveal/u02_layers.json"


@pytest.fixture
def taught(kit: Path) -> Path:
    """The course with the solutions of unit 2."""
    hidden = kit / "solutions" / "u02_layers"
    hidden.mkdir(parents=True)
    (hidden / "layers.py").write_text("class ReLU:\n    slope = 1\n")
    (hidden / "reveal.toml").write_text(
        '["2.1"]\nshows = ["ReLU"]\ndifference = "One.\\nTwo."\n'
    )
    return kit


def course(kit: Path, text: str) -> None:
    """Put something into the course's manifest."""
    path = kit / "assignments" / "course.toml"
    path.write_text(path.read_text() + text)


def members(kit: Path) -> list[str]:
    """Return what is in the file that was written."""
    return zipfile.ZipFile(kit / "reveal.zip").namelist()


def test_a_due_unit_is_written(run: Run, taught: Path) -> None:
    """As the file that `grader show` reads, where the kit was unpacked."""
    course(taught, f"due.u02_layers = {PAST}\ndue.u06_batchnorm = {FUTURE}\n")

    result = run("bundle", "reveal")

    assert (0, [FILE]) == (result.exit_code, members(taught))
    assert result.stderr == (
        "Wrote reveal.zip, 0 KiB.\n"
        "Students unpack it over their kit, then: grader show EX.\n"
    )
    shown = Shown(reference="class ReLU:\n    slope = 1", difference="One. Two.")
    expected = encode_reveal(Reveal("u02_layers", {"2.1": shown}))
    assert expected == zipfile.ZipFile(taught / "reveal.zip").read(FILE)


@pytest.mark.parametrize(
    ("manifest", "options", "text"),
    [
        (
            f"due.u02_layers = {FUTURE}\n",
            ("--unit", "u02"),
            (
                "u02_layers is due on 2999-01-31 23:59+00:00; wait until then, or pass "
                "--before-due."
            ),
        ),
        (
            "",
            ("--unit", "u02"),
            (
                "u02_layers has no due date: expected due.u02_layers in "
                "assignments/course.toml; set it, or pass --before-due."
            ),
        ),
        (
            f"due.u02_layers = {FUTURE}\n",
            (),
            (
                "no unit is due: expected a date in the past under due in "
                "assignments/course.toml; set one, or pass --before-due."
            ),
        ),
        (
            'reveal = "never"\n',
            ("--unit", "u02", "--before-due"),
            (
                'assignments/course.toml says reveal = "never", so no solution is '
                "handed out; change it there first."
            ),
        ),
        (
            "",
            ("--unit", "u06", "--before-due"),
            (
                "the solutions of u06_batchnorm are not here: expected "
                "solutions/u06_batchnorm/ beside assignments/; make the bundle in the "
                "teacher's folder."
            ),
        ),
    ],
    ids=["not due", "no date", "none is due", "never", "no solutions"],
)
def test_what_may_not_be_handed_out_is_refused(
    run: Run, taught: Path, manifest: str, options: tuple[str, ...], text: str
) -> None:
    """Nothing is written, and the next act is said."""
    course(taught, manifest)

    result = run("bundle", "reveal", *options)

    assert (f"Error: {text}\n", 2) == (result.stderr, result.exit_code)
    assert not (taught / "reveal.zip").exists()


@pytest.mark.parametrize(
    ("manifest", "options"),
    [
        (f"due.u02_layers = {FUTURE}\n", ("--before-due",)),
        ("", ("--before-due",)),
        (f'reveal = "after_passing"\ndue.u02_layers = {FUTURE}\n', ()),
    ],
    ids=["before the date", "without a date", "after passing"],
)
def test_a_teacher_may_hand_out_ahead(
    run: Run, taught: Path, manifest: str, options: tuple[str, ...]
) -> None:
    """On purpose, or where passing decides and not a date."""
    course(taught, manifest)

    assert 0 == run("bundle", "reveal", "--unit", "u02", *options).exit_code
    assert [FILE] == members(taught)


def test_revealed_solutions_are_not_handed_in(run: Run, kit: Path) -> None:
    """A hand-in holds the student's modules, and what is graded is in it alone."""
    (kit / "reveal").mkdir()
    (kit / "reveal" / "u02_layers.json").write_text("{}")

    run("pack", "-o", "mine.zip")

    names = zipfile.ZipFile(kit / "mine.zip").namelist()
    assert names
    assert not [name for name in names if "reveal" in name]


def test_revealed_solutions_are_not_in_a_kit(run: Run, kit: Path) -> None:
    """A kit that is made again from a copy has none of them either."""
    (kit / "reveal").mkdir()
    (kit / "reveal" / "u02_layers.json").write_text("{}")

    run("bundle", "student", "-o", "all.zip")

    names = zipfile.ZipFile(kit / "all.zip").namelist()
    assert "course/assignments/u02_layers/layers.py" in names
    assert not [name for name in names if name.startswith("course/reveal")]
