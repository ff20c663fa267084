"""Gradescope's own library, run on the same checks, writes what we write."""

import json
from collections.abc import Callable

import pytest

from grader.exports import gradescope
from grader.model import Diagnosis, Outcome, Score, ScoredCheck, Visibility
from tests.exports.peers import Document, by_gradescope_utils

Make = Callable[..., Score]
MakeCheck = Callable[..., ScoredCheck]


@pytest.fixture
def score(make_score: Make, make_check: MakeCheck) -> Score:
    """Checks that passed and failed, open and hidden, and one with part of it."""
    checks = tuple(
        make_check(outcome, message, f"check {shown.value}", visibility=shown, **more)
        for outcome, message, more in (
            (Outcome.PASSED, "", {}),
            (Outcome.WRONG, "dx is wrong.\n\n    got   1", {}),
            (Outcome.CRASHED, "ValueError.", {"diagnosis": Diagnosis("x", "Why.")}),
            (Outcome.NOT_STARTED, "", {"score": 0.5}),
        )
        for shown in Visibility
    )
    return make_score(backward=Outcome.WRONG, checks=checks)


def test_every_test_is_what_gradescopes_library_writes(score: Score) -> None:
    """Key for key, value for value; it ends a failure's text with a line's end."""
    ours, theirs = _both(score)

    expected = [
        {**test, **_output(test)}
        for test in theirs["tests"]  # type: ignore[attr-defined] # JSON
    ]

    assert expected == [
        {key: value for key, value in test.items() if value != ""}
        for test in ours["tests"]  # type: ignore[attr-defined] # JSON
    ]


def test_what_stands_above_the_tests_is_known_to_it(score: Score) -> None:
    """The total, and what students see of what was printed."""
    ours, theirs = _both(score)

    assert pytest.approx(theirs["score"]) == ours["score"]
    assert theirs["stdout_visibility"] == ours["stdout_visibility"]
    assert {"leaderboard"} == theirs.keys() - ours.keys()
    assert float(theirs["execution_time"]) >= 0  # type: ignore[arg-type] # a text there
    assert isinstance(ours["execution_time"], float)


def _both(score: Score) -> tuple[Document, Document]:
    return json.loads(gradescope(score)), by_gradescope_utils(score)


def _output(test: Document) -> Document:
    text = str(test.get("output", ""))
    return {"output": text.removesuffix("\n")} if text else {}
