"""The same submission, course and seed give the same document."""

import msgspec

from grader.judge import JudgeSettings
from grader.model import Score
from tests.judge.conftest import GradeSource, check


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
