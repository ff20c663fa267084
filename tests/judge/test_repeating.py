"""The same submission, course and seed give the same document."""

from pathlib import Path

import msgspec

from grader.judge import JudgeSettings
from grader.model import Score
from tests.judge.conftest import GradeSource, GradeSuite, check

OPEN_DRAWING = {"small_gradient", "forward_leaves_x_alone"}


def timeless(score: Score) -> object:
    """Return the document without its durations."""

    def strip(value: object) -> object:
        if isinstance(value, dict):
            return {k: strip(v) for k, v in value.items() if k != "duration_s"}
        if isinstance(value, list):
            return [strip(item) for item in value]
        return value

    return strip(msgspec.json.decode(msgspec.json.encode(score)))


def test_the_document_is_the_same_but_for_durations(
    grade_source: GradeSource, reference_source: str
) -> None:
    """Same submission, course and seed: same document."""
    source = reference_source.replace(".sum(axis=0)", ".mean(axis=0)")

    first, second = grade_source(source), grade_source(source)

    assert timeless(first) == timeless(second)


def test_another_seed_draws_other_inputs(
    grade_source: GradeSource, reference_source: str
) -> None:
    """And is written into the document."""
    source = reference_source.replace(".sum(axis=0)", ".mean(axis=0)")

    first = grade_source(source)
    other = grade_source(source, JudgeSettings(seed=5))

    assert 5 == other.course.seed
    assert (
        check(first, "small_gradient").message != check(other, "small_gradient").message
    )


def test_what_draws_nothing_can_be_left_out(grade_suite: GradeSuite) -> None:
    """It does the same from every seed; a fixture of the suite's own may draw, too."""
    suite = """
@pytest.fixture
def drawn(rng):
    return rng.standard_normal(3)

@exercise("1.1")
def test_by_hand(student):
    "By hand."

@exercise("1.1")
def test_drawing(student, rng):
    "Drawing."

@exercise("1.1")
def test_through_a_fixture(student, drawn):
    "Through a fixture."
"""

    found = grade_suite(suite, settings=JudgeSettings(drawn_only=True))

    assert OPEN_DRAWING | {"drawing", "through_a_fixture"} == found.keys()
    assert "by_hand" in grade_suite(suite)


def test_a_unit_that_draws_nothing_has_then_no_check(
    grade_suite: GradeSuite, course_root: Path
) -> None:
    """There is nothing to prove from another seed, and nothing goes wrong."""
    hidden = '@exercise("1.1")\ndef test_by_hand(student):\n    "By hand."\n'
    path = course_root / "solutions" / "u01_scale" / "test_scale.py"
    path.write_text(f"from grader.checks import exercise\n{hidden}", encoding="utf-8")
    settings = JudgeSettings(drawn_only=True)

    assert not grade_suite(hidden.replace("by_hand", "open"), "assignments", settings)
