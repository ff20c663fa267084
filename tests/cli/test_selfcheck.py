"""A right and a wrong function are graded to see that the grader works."""

from collections.abc import Callable

import pytest

from grader.cli import selfcheck
from grader.cli.selfcheck import self_check
from grader.errors import GraderFault
from grader.model import Outcome
from grader.reports.findings import Finding, Mark


def test_the_self_check_tells_right_from_wrong() -> None:
    """It is a whole run, from a file to an outcome."""
    finding = self_check()

    assert finding.mark is Mark.OK
    assert finding.said.startswith("a right and a wrong function told apart in ")


def _fail() -> None:
    message = "the worker did not come up."
    raise GraderFault(message)


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        (
            lambda: [Outcome.PASSED] * 2,
            "expected passed and wrong, found passed and passed",
        ),
        (_fail, "failed: the worker did not come up."),
    ],
    ids=["wrong", "fault"],
)
def test_a_self_check_that_fails_is_to_be_reported(
    monkeypatch: pytest.MonkeyPatch, outcomes: Callable[[], object], said: str
) -> None:
    """Nothing that the student does can mend it."""
    monkeypatch.setattr(selfcheck, "_outcomes", outcomes)

    assert self_check() == Finding(
        "self-check",
        said,
        Mark.BROKEN,
        "Report this to the makers of the grader, with all that this command shows.",
    )
