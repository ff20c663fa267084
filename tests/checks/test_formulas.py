"""follows, told_by and narrowed: what they say, and when they say nothing."""

from collections.abc import Callable

import numpy as np
import pytest

from grader.checks import Clues, close, follows, narrowed, require, told_by
from grader.checks.formulas import with_findings
from grader.errors import BadOutput, CheckFailed, Finding, StudentException
from tests.checks.causes import causes, failure

FANS = {"fan_in": 37.0, "fan_out": 301.0}
SQUARED = (
    "formula:2 / fan_in",
    "It is exactly `2 / fan_in`: `sqrt` is not taken.",
)


def test_follows_passes_what_the_formula_gives() -> None:
    """In another order of operations, too."""
    follows(2**0.5 / 37.0**0.5, "sqrt(2 / fan_in)", FANS, "the spread")


def test_follows_names_the_formula_that_was_taken() -> None:
    """The message is that of close, and the formula comes first."""
    said, found = failure(
        lambda: follows(2 / 37.0, "sqrt(2 / fan_in)", FANS, "the spread")
    )

    assert said == (
        "the spread is not what it must be.\n\n"
        "    expected   0.2325\n"
        "    got        0.054054\n"
        "    extent     1 of 1 entry wrong (allowed: 1e-9 of the largest entry)"
    )
    assert SQUARED == found[0]


def test_follows_says_what_it_is_about_where_it_narrows_down() -> None:
    """There the message is about another value."""
    found = causes(
        lambda: follows(
            2 / 37.0, "sqrt(2 / fan_in)", FANS, "the spread", it="The spread"
        )
    )

    text = "The spread is exactly `2 / fan_in`: `sqrt` is not taken."
    assert ("formula:The spread:2 / fan_in", text) == found[0]


def test_suspects_of_the_suite_come_first() -> None:
    """They are in the words of the unit."""
    clues = Clues(suspects={"no-root": ("The root is missing.", 2 / 37.0)})

    found = causes(lambda: follows(2 / 37.0, "sqrt(2 / fan_in)", FANS, clues=clues))

    assert [("no-root", "The root is missing."), SQUARED] == found[:2]


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        pytest.param(np.array(2 / 37.0), [SQUARED], id="a formula"),
        pytest.param(np.array(0.2325), [], id="no formula"),
        pytest.param("text", [], id="no number"),
    ],
)
def test_told_by_adds_a_cause_to_a_property(
    got: object, expected: list[tuple[str, str]]
) -> None:
    """Whether it is right is up to the check inside."""

    def check() -> None:
        with told_by(got, "sqrt(2 / fan_in)", FANS):
            require(False, "it must hold.")  # noqa: FBT003 - it never does

    said, told = failure(check)

    assert ("it must hold.", expected) == (said, told[:1])


def test_told_by_leaves_a_property_alone_that_holds() -> None:
    """Another formula may give the same."""
    with told_by(np.array(2 / 37.0), "sqrt(2 / fan_in)", FANS):
        require(True, "it must hold.")  # noqa: FBT003 - it always does


def test_told_by_keeps_that_a_value_is_no_array() -> None:
    """A wrong shape stays one."""

    def check() -> None:
        with told_by(np.ones(2), "sqrt(2 / fan_in)", FANS):
            close(np.ones(2), np.ones(3), "out")

    with pytest.raises(BadOutput, match="out must have shape"):
        check()


def _fails(code: str) -> Callable[[], None]:
    def check() -> None:
        raise CheckFailed(code, (Finding(code, f"{code}."),))

    return check


def _raises() -> None:
    kind = "ValueError"
    raise StudentException(kind, (kind,), "", 3, "answer.py:3")


def test_narrowed_believes_the_first_check_that_finds_something() -> None:
    """One that passes, or that cannot run, finds nothing."""

    def check() -> None:
        with narrowed(lambda: None, _raises, _fails("first"), _fails("second")):
            require(False, "it must hold.")  # noqa: FBT003 - it never does

    assert ("it must hold.", [("first", "first.")]) == failure(check)


def test_narrowed_says_nothing_where_no_check_finds_something() -> None:
    """The failure stays what it was."""

    def check() -> None:
        with narrowed(lambda: None):
            require(False, "it must hold.")  # noqa: FBT003 - it never does

    assert ("it must hold.", []) == failure(check)


def test_narrowed_runs_nothing_where_all_is_right() -> None:
    """So it costs right code nothing."""
    ran: list[int] = []

    with narrowed(lambda: ran.append(1)):
        require(True, "it must hold.")  # noqa: FBT003 - it always does

    assert [] == ran


def test_further_causes_keep_what_a_failure_knew() -> None:
    """Its inputs and its signature, and whether it was measured."""
    failed = CheckFailed(
        "symptom", (), "x (2,)", "all wrong", about="dx", is_measured=True
    )

    found = with_findings(failed, (Finding("code", "text"),))

    assert isinstance(found, CheckFailed)
    assert ("x (2,)", "all wrong") == (found.inputs, found.signature)
    assert ("dx", True) == (found.about, found.is_measured)
