"""The proof of a course fails whenever something in it is broken."""

import shutil
from pathlib import Path

import pytest

from grader.authoring.verify import verify_units
from grader.catalog import load_course
from grader.errors import CourseError

MINICOURSE = Path(__file__).parent.parent / "minicourse"
UNIT = "u01_scale"
SUMMARY = (
    "u01_scale: 3 exercises, 3 open and 4 hidden checks; reference 100, stub 0; "
    "1 of 1 alternatives full; 2 of 2 mistakes caught; "
    "2 gradings of right solutions, 1 seeds: 0 false alarms."
)
UNCHANGED = "    unchanged(layer, at="
PURITY = UNCHANGED + "rng.normal(size=(7, 5)), upstream=rng.normal(size=(7, 5)))"
HARMLESS = "    layer.forward(np.zeros((1, {})))\n    dict(at="


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the course, for a test to break."""
    root = tmp_path / "course"
    shutil.copytree(MINICOURSE, root, ignore=shutil.ignore_patterns("__pycache__"))
    return root


def edit(path: Path, old: str, new: str) -> None:
    """Replace text that must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def proof(root: Path, seeds: int = 1) -> tuple[bool, list[str]]:
    """Return whether the course is proved, and the lines that were said."""
    course = load_course(root)
    lines: list[str] = []
    proved = verify_units(course, course.units, lines.append, seeds=seeds)
    return proved, lines


def test_a_sound_course_is_proved(root: Path) -> None:
    """One line of counts for the unit, and nothing else."""
    assert (True, [SUMMARY]) == proof(root)


def test_more_seeds_are_counted(root: Path) -> None:
    """Right solutions are graded again from other seeds."""
    proved, lines = proof(root, seeds=3)

    assert proved
    assert lines[0].endswith("6 gradings of right solutions, 3 seeds: 0 false alarms.")


def test_a_mistake_that_is_not_caught_is_named(root: Path) -> None:
    """A check that cannot fail is worth nothing."""
    suite = root / "solutions" / UNIT / "test_scale.py"
    edit(suite, UNCHANGED, HARMLESS.format(5))
    open_suite = root / "assignments" / UNIT / "test_scale.py"
    edit(open_suite, UNCHANGED, HARMLESS.format(3))

    proved, lines = proof(root)

    assert not proved
    assert (
        "u01_scale: mistakes/writes_into_x: not caught by exercise 1.3, which it "
        "names; no check sees it."
    ) in lines


def test_a_mistake_caught_by_another_exercise_only_is_named(root: Path) -> None:
    """Points must be lost where the mistake was made."""
    mistake = root / "solutions" / UNIT / "mistakes" / "writes_into_x.py"
    edit(mistake, 'EXERCISE = "1.3"', 'EXERCISE = "1.1"')

    proved, lines = proof(root)

    assert not proved
    assert (
        "u01_scale: mistakes/writes_into_x: not caught by exercise 1.1, which it "
        "names; only 1.3 loses points."
    ) in lines


def test_a_drifted_stub_is_named(root: Path) -> None:
    """The reference is the only copy of signatures and docstrings."""
    stub = root / "assignments" / UNIT / "scale.py"
    edit(stub, "by a learned factor", "by some factor")

    proved, lines = proof(root)

    assert not proved
    assert (
        "u01_scale: assignments/u01_scale/scale.py: the stub is not the one that is "
        "cut from the reference; run `grader stubs`."
    ) == lines[0]


def test_points_that_do_not_sum_to_100_are_refused(root: Path) -> None:
    """The manifest does not load."""
    manifest = root / "assignments" / UNIT / "unit.toml"
    edit(manifest, "points = 10", "points = 11")

    with pytest.raises(CourseError, match="101"):
        proof(root)


def test_a_stub_that_earns_points_is_named(root: Path) -> None:
    """A check of given code only would pass before the student begins."""
    suite = root / "solutions" / UNIT / "test_scale.py"
    edit(
        suite,
        PURITY,
        "    close(layer.params['gamma'].shape[0], 5)",
    )

    proved, lines = proof(root)

    assert not proved
    assert (
        "u01_scale: stub: exercise 1.3 is not started with 6 points; an untouched "
        "stub must be not started with 0."
    ) in lines


def test_a_right_solution_that_loses_points_is_named(root: Path) -> None:
    """With the check and the first line of its message."""
    suite = root / "solutions" / UNIT / "test_scale.py"
    edit(suite, "expected = gamma * x", "expected = gamma + x")

    proved, lines = proof(root)

    assert not proved
    assert (
        "u01_scale: alternatives/closures: a right solution loses points on 1.1: "
        "batch_of_one (hidden): out is not what it must be."
    ) in lines


def test_a_false_alarm_on_another_seed_is_named(root: Path) -> None:
    """A check that depends on luck fails an honest student some day."""
    suite = root / "solutions" / UNIT / "test_scale.py"
    edit(
        suite,
        "    expected = gamma * x\n\n"
        '    close(student.Scale(gamma).forward(x, train=True), expected, "out")',
        "    out = student.Scale(gamma).forward(x, train=True)\n"
        '    close(float(out[0, 0] > 2.0), 0.0, "out")',
    )

    proved, lines = proof(root, seeds=60)

    assert not proved
    assert any("reference, seed 202611" in line for line in lines)


@pytest.mark.parametrize(
    ("message", "what"),
    [
        ("expected a spread of 0.8271 here", "the literal 0.8271 of the hidden suite"),
        ("with seed 20261121", "the course's seed"),
        ("see solutions/", "the path solutions/"),
        (
            "gamma, x = rng.normal(2.0, 1.0, size=5), rng.normal(size=(1, 5))",
            "a line of test_scale.py",
        ),
        (
            "self.grads['gamma'] = (dout * self.x).sum(axis=0)".replace("'", '\\"'),
            "a line of scale.py",
        ),
    ],
    ids=["literal", "seed", "path", "suite-line", "reference-line"],
)
def test_a_leaking_message_is_named(root: Path, message: str, what: str) -> None:
    """What a hidden suite holds must be good for next year too."""
    suite = root / "solutions" / UNIT / "test_scale.py"
    edit(
        suite,
        PURITY,
        f'    layer.forward(np.zeros((1, 5)))\n    assert layer is None, "{message}"',
    )

    proved, lines = proof(root)

    assert not proved
    assert (
        "u01_scale: alternatives/closures: the message of "
        f"both_passes_leave_their_arguments_alone shows {what}."
    ) in lines


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "solutions/u01_scale/marking.md",
            "solutions/u01_scale: marking.md is missing.",
        ),
        (
            "assignments/u01_scale/picture.py",
            "assignments/u01_scale: picture.py is missing.",
        ),
    ],
)
def test_a_missing_file_is_named(root: Path, name: str, text: str) -> None:
    """A unit is complete or it is not handed out."""
    (root / name).unlink()

    proved, lines = proof(root)

    assert not proved
    assert f"u01_scale: {text}" in lines


def test_a_file_that_is_not_of_the_unit_is_named(root: Path) -> None:
    """A note left in assignments/ would be handed out."""
    (root / "assignments" / UNIT / "answers.txt").write_text("42", encoding="utf-8")

    proved, lines = proof(root)

    assert not proved
    assert (
        "u01_scale: assignments/u01_scale: answers.txt is not a file of a unit; "
        "remove it, or it would be handed out or kept by accident."
    ) in lines


def test_a_handout_with_other_points_is_named(root: Path) -> None:
    """Handout and manifest tell one story."""
    edit(root / "assignments" / UNIT / "README.md", "| 50 |", "| 45 |")

    proved, lines = proof(root)

    assert not proved
    assert (
        "u01_scale: README.md: expected a table row for exercise 1.2 with its 50 "
        "points, found '| 1.2 | Scale.backward | 45 |'."
    ) in lines


def test_an_unexplained_hidden_check_is_named(root: Path) -> None:
    """A marker must know what each one is for."""
    edit(root / "solutions" / UNIT / "marking.md", "`batch_of_one`", "`another`")

    proved, lines = proof(root)

    assert not proved
    assert (
        "u01_scale: marking.md: the hidden check batch_of_one is not explained."
        in lines
    )


def test_a_course_without_solutions_cannot_be_proved(root: Path) -> None:
    """A kit holds nothing to prove."""
    shutil.rmtree(root / "solutions")

    with pytest.raises(CourseError) as caught:
        proof(root)

    assert str(caught.value) == (
        "u01_scale: expected solutions/u01_scale with the reference, the hidden suite "
        "and the mistakes, found no such folder; prove the course where its solutions "
        "are."
    )
