"""What a failure shows of its numbers: one of them, the extent, and what was given."""

from grader.model import Visibility
from tests.judge.conftest import GradeSource, check


def test_a_wrong_gradient_reads_like_the_page(
    grade_source: GradeSource, reference_source: str
) -> None:
    """Symptom, one number with its place, the extent; inputs in open checks only."""
    source = reference_source.replace(".sum(axis=0)", ".mean(axis=0)")

    score = grade_source(source)
    open_lines = check(score, "small_gradient").message.splitlines()
    hidden_lines = check(
        score, "gradient_is_the_derivative_of_forward"
    ).message.splitlines()

    assert open_lines[0] == (
        'grads["gamma"] disagrees with a numerical derivative of your own forward pass.'
    )
    assert "" == open_lines[1]
    assert 'at grads["gamma"][' in open_lines[2]
    assert open_lines[2].endswith(", by central differences")
    assert (
        "    extent     3 of 3 entries wrong (allowed: 1e-6 of the largest entry)"
        == open_lines[4]
    )
    assert "    input      x (2, 3), dout (2, 3), seed 20261121" == open_lines[5]
    assert 5 == len(hidden_lines)


def test_a_wrong_value_is_shown_with_the_call_that_gave_it(
    grade_source: GradeSource, reference_source: str
) -> None:
    """In open checks: a student makes the same call in Python."""
    source = reference_source.replace('["gamma"] * x', '["gamma"] + x')

    score = grade_source(source)
    hidden = [
        each
        for exercise in score.units[0].exercises
        for each in exercise.checks
        if each.visibility is Visibility.HIDDEN
    ]

    assert check(score, "every_column_is_scaled").message == (
        "out is not what it must be.\n\n"
        "    expected   2         at out[0, 0]\n"
        "    got        3\n"
        "    extent     2 of 2 entries wrong\n"
        "    call       Scale([2, 3]).forward([[1, 2]], train=True)"
    )
    assert any("is not what it must be" in each.message for each in hidden)
    assert not any("    call " in each.message for each in hidden)
