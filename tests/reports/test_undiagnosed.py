"""Failures that no rule explains, in groups."""

from collections.abc import Callable
from functools import partial

import msgspec
import pytest

from grader.model import Diagnosis, Outcome, Score, ScoredCheck
from grader.reports.undiagnosed import render_undiagnosed, undiagnosed

MakeScore = Callable[..., Score]
MakeCheck = Callable[..., ScoredCheck]
SIGNATURE = "dx (N, D): all wrong, no constant ratio"

REPORT = """\
b5cc5c  u06  6.3  2 submissions

  Backward must differentiate the forward pass. (dx_is_the_derivative, open)

  dx (N, D): all wrong, no constant ratio

      def backward(self, dout):
          return dout

Next: give a group a sentence with grader adopt RESULTS GROUP; it becomes a
known mistake."""


@pytest.fixture
def wrong(make_score: MakeScore, make_check: MakeCheck) -> MakeScore:
    """A factory of documents in which one check of 6.3 failed."""

    def make(submission_id: str = "s01", **check: object) -> Score:
        fields: dict[str, object] = {"outcome": Outcome.WRONG, "signature": SIGNATURE}
        checks = (make_check(**{**fields, **check}),)
        return make_score(submission_id, Outcome.PASSED, Outcome.WRONG, checks=checks)

    return make


def test_the_report_shows_each_group_with_a_function(wrong: MakeScore) -> None:
    """What an instructor needs to think of a sentence."""
    groups = undiagnosed([wrong("s01"), wrong("s02")])
    functions = {groups[0].failing.id: "def backward(self, dout):\n    return dout"}

    assert REPORT == render_undiagnosed(groups, functions, 80)


def test_without_any_the_report_is_one_sentence(make_score: MakeScore) -> None:
    """A good day."""
    groups = undiagnosed([make_score()])

    assert "Every failure has a cause that a rule or mistake names." == (
        render_undiagnosed(groups, {}, 80)
    )


def test_a_long_function_is_cut(wrong: MakeScore) -> None:
    """The whole module stands in for a function that is not named."""
    groups = undiagnosed([wrong()])
    functions = {groups[0].failing.id: "\n".join(["x = 1"] * 42)}

    shown = render_undiagnosed(groups, functions, 80)

    assert "      x = 1\n      (2 more lines)\n" in shown
    assert 40 == shown.count("x = 1")


def test_the_largest_group_comes_first(wrong: MakeScore) -> None:
    """One sentence then helps most students."""
    groups = undiagnosed([wrong("s00", signature="rare"), wrong("s01"), wrong("s02")])

    assert [("s01", "s02"), ("s00",)] == [group.members for group in groups]


def test_a_failure_with_a_cause_is_in_no_group(wrong: MakeScore) -> None:
    """The student has read what is wrong."""
    cause = Diagnosis("factor:1/N", "dx is too small by a factor N.")

    assert () == undiagnosed([wrong(diagnosis=cause)])


@pytest.mark.parametrize(
    "outcome",
    [Outcome.PASSED, Outcome.TIMEOUT, Outcome.MEMORY, Outcome.WAITING, Outcome.MISSING],
    ids=lambda outcome: outcome.value,
)
def test_an_outcome_that_says_it_all_is_in_no_group(
    wrong: MakeScore, outcome: Outcome
) -> None:
    """There is no number to look at."""
    assert () == undiagnosed([wrong(outcome=outcome)])


@pytest.mark.parametrize(
    ("outcome", "message", "looks"),
    [
        (
            Outcome.WRONG,
            "out is off by 3.5e-7.\n\n    expected 1",
            "out is off by #.",
        ),
        (
            Outcome.OUTPUT,
            "dx has shape (3, 4).",
            "wrong shape or type: dx has shape (#, #).",
        ),
        (
            Outcome.CRASHED,
            "ValueError at batchnorm.py:58: Ann's text.",
            "crashed: ValueError",
        ),
    ],
    ids=["wrong", "output", "crashed"],
)
def test_without_a_signature_the_message_stands_in(
    wrong: MakeScore, outcome: Outcome, message: str, looks: str
) -> None:
    """But for its numbers, and for what a student wrote."""
    (group,) = undiagnosed([wrong(outcome=outcome, message=message, signature="")])

    assert looks == group.failing.looks


@pytest.mark.parametrize(
    "message",
    ["SyntaxError at batchnorm.py:3: invalid syntax.", "EOFError at batchnorm.py:9."],
    ids=["syntax", "input"],
)
def test_a_module_that_ends_alike_everywhere_is_in_no_group(
    wrong: MakeScore, make_check: MakeCheck, message: str
) -> None:
    """It cannot be imported, and would stand in every check's list."""
    crashed = partial(make_check, outcome=Outcome.CRASHED, message=message)
    score = wrong()
    exercise = msgspec.structs.replace(
        score.units[0].exercises[1],
        checks=(crashed(check_id="one"), crashed(check_id="two")),
    )
    unit = msgspec.structs.replace(score.units[0], exercises=(exercise,))

    assert () == undiagnosed([msgspec.structs.replace(score, units=(unit,))])
