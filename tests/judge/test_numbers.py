"""Whose numbers a score document holds."""

import msgspec
import pytest

from grader.model import Outcome, Score
from tests.judge.conftest import GradeSource, check


def test_the_numbers_of_a_wrong_gradient_are_kept_for_open_checks_only(
    grade_source: GradeSource, reference_source: str
) -> None:
    """A picture is drawn of them; those of a hidden check stay with the teacher."""
    source = reference_source.replace(".sum(axis=0)", ".mean(axis=0)")

    score = grade_source(source)
    found = check(score, "small_gradient").comparison
    hidden = check(score, "gradient_is_the_derivative_of_forward")

    assert found is not None
    assert ['grads["gamma"]', (3,), (0, 1, 2)] == [found.name, found.shape, found.wrong]
    assert pytest.approx([2 * each for each in found.got], abs=2e-5) == found.expected
    assert [Outcome.WRONG, None] == [hidden.outcome, hidden.comparison]
    assert score == msgspec.json.decode(msgspec.json.encode(score), type=Score)
