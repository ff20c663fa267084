"""The proof of a course fails whenever something in it is broken."""

import re
import shutil
from pathlib import Path

import pytest

from grader.errors import CourseError
from tests.authoring.proving import UNIT, copied, edit, findings_of, proof

SUMMARY = [
    (
        "u01_scale: 3 exercises, 3 open and 4 hidden checks; reference 100, stub 0; "
        "1 of 1 alternatives full; 2 of 2 mistakes caught; "
        "2 gradings of right solutions from 1 seed: 0 false alarms."
    ),
    (
        "u01_scale: 7 checks: 0 needed (they alone catch a mistake where it was made), "
        "4 spare (others catch what they catch), 3 idle (they catch no mistake)."
    ),
    "u01_scale: 9 pictures drawn.",
]
CERTIFIED = (
    r"u01_scale: 4 gradients certified by complex step \(largest error \de-1[5-9]\), "
    r"0 by extrapolated differences\. 0 examples of the handout run\."
)
GROUNDS = (
    "u01_scale: known to be right: 1.2 by certified gradients; 1.1 by independent "
    "formulas; 1.3 by comparing the code with itself."
)
UNCHANGED = "    unchanged(layer, at="
PURITY = UNCHANGED + "rng.normal(size=(7, 5)), upstream=rng.normal(size=(7, 5)))"
HARMLESS = "    layer.forward(np.zeros((1, {})))\n    dict(at="


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the course, for a test to break."""
    return copied(tmp_path)


def test_a_sound_course_is_proved(root: Path) -> None:
    """Lines of counts for the unit, and nothing else."""
    proved, lines = proof(root)

    assert proved
    assert [*SUMMARY, GROUNDS] == [*lines[:3], *lines[4:]]
    assert re.fullmatch(CERTIFIED, lines[3])


def test_more_seeds_are_counted(root: Path) -> None:
    """Right solutions are graded again from other seeds."""
    proved, lines = proof(root, seeds=3)

    assert proved
    assert lines[0].endswith(
        "6 gradings of right solutions from 3 seeds: 0 false alarms."
    )


def test_a_mistake_that_is_not_caught_is_named(root: Path) -> None:
    """A check that cannot fail is worth nothing."""
    suite = root / "solutions" / UNIT / "test_scale.py"
    edit(suite, UNCHANGED, HARMLESS.format(5))
    open_suite = root / "assignments" / UNIT / "test_scale.py"
    edit(open_suite, UNCHANGED, HARMLESS.format(3))

    assert findings_of(root) == [
        (
            "u01_scale: mistakes/writes_into_x: not caught by exercise 1.3, which it "
            "names; no check sees it."
        )
    ]


def test_a_mistake_caught_by_another_exercise_only_is_named(root: Path) -> None:
    """Points must be lost where the mistake was made."""
    mistake = root / "solutions" / UNIT / "mistakes" / "writes_into_x.py"
    edit(mistake, 'EXERCISE = "1.3"', 'EXERCISE = "1.1"')

    assert findings_of(root) == [
        (
            "u01_scale: mistakes/writes_into_x: not caught by exercise 1.1, which it "
            "names; only 1.3 loses points."
        )
    ]


def test_mistakes_that_silence_each_other_are_named(root: Path) -> None:
    """Whoever adopts one bug twice takes its sentence away from everyone."""
    mistakes = root / "solutions" / UNIT / "mistakes"
    shutil.copy(mistakes / "gradient_is_a_mean.py", mistakes / "mean_taken.py")

    assert findings_of(root) == [
        (
            "u01_scale: mistakes/gradient_is_a_mean and mistakes/mean_taken answer "
            "every check alike, so none of them is recognised; keep one, or write a "
            "check that tells them apart."
        )
    ]


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

    assert findings_of(root) == [
        (
            "u01_scale: stub: exercise 1.3 is not started with 6 points; an untouched "
            "stub must be not started with 0."
        )
    ]


def test_an_alternative_that_loses_points_is_named(root: Path) -> None:
    """With the check and the first line of its message."""
    alternative = root / "solutions" / UNIT / "alternatives" / "closures.py"
    old = 'np.einsum("nd,d->nd", x, gamma)'
    edit(alternative, old, f"{old} + (x.shape == (1, 5))")

    assert findings_of(root) == [
        (
            "u01_scale: alternatives/closures: a right solution loses points on 1.1: "
            "batch_of_one (hidden): out is not what it must be."
        )
    ]


def test_an_exercise_that_no_check_judges_is_named(root: Path) -> None:
    """Full marks would be 96 of 96, and nothing would look wrong."""
    manifest = root / "assignments" / UNIT / "unit.toml"
    edit(manifest, "points = 10", "points = 6")
    added = (
        '\n[[exercises]]\nid = "1.4"\nname = "Runs on the GPU"\npoints = 4\n'
        'minutes = 5\ndifficulty = 1\nhints = ["Try it."]\n'
    )
    manifest.write_text(manifest.read_text(encoding="utf-8") + added, encoding="utf-8")
    handout = root / "assignments" / UNIT / "README.md"
    edit(handout, "| 10 |", "| 6 |\n| 1.4 | Runs on the GPU | 4 |")
    reveal = root / "solutions" / UNIT / "reveal.toml"
    edit(reveal, '["1.3"]', '["1.4"]\nreason = "No line."\n\n["1.3"]')

    assert findings_of(root) == [
        (
            "u01_scale: exercise 1.4 has no check, so nobody can earn its 4 points; "
            "write one, or move the points."
        )
    ]


def test_a_wrong_number_in_the_handout_is_named(root: Path) -> None:
    """The reference says what a handout may show."""
    handout = root / "assignments" / UNIT / "README.md"
    number = handout.read_text(encoding="utf-8").count("\n") + 5
    example = (
        "\n```python\n>>> import numpy as np\n>>> from scale import Scale\n"
        ">>> Scale(np.array([2.0])).forward(np.array([[3.0]]))\narray([[5.]])\n```\n"
    )
    handout.write_text(handout.read_text(encoding="utf-8") + example, encoding="utf-8")

    assert findings_of(root) == [
        (
            f"u01_scale: README.md, line {number}: "
            "`Scale(np.array([2.0])).forward(np.array([[3.0]]))` must give what is "
            "printed below it: expected array([[5.]]), found array([[6.]])."
        )
    ]


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
