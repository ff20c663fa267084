"""What leaves in the formats of others, read by readers of theirs."""

import json
from collections.abc import Callable
from xml.etree import ElementTree as ET

import jsonschema
import junitparser
import pytest

from grader.exports import Showing, ctrf, gradescope, junit
from grader.exports.gradescope import not_graded
from grader.exports.telling import LONGEST
from grader.model import Diagnosis, Outcome, Score, ScoredCheck, Visibility
from tests.exports.schemas import CTRF, GRADESCOPE

Make = Callable[..., Score]
MakeCheck = Callable[..., ScoredCheck]
FORMATS = jsonschema.Draft7Validator.FORMAT_CHECKER


def test_gradescope_takes_every_document(corpus: dict[str, Score]) -> None:
    """Its documents say what a results.json may hold."""
    for score in corpus.values():
        document = json.loads(gradescope(score))

        jsonschema.validate(document, GRADESCOPE)
        assert round(score.score, 2) == document["score"]


def test_dashboards_take_every_document(corpus: dict[str, Score]) -> None:
    """The schema that the format's own tools are held to."""
    for score in corpus.values():
        document = json.loads(ctrf(score))

        jsonschema.validate(document, CTRF, format_checker=FORMATS)
        counted = document["results"]["summary"]
        statuses = [test["status"] for test in document["results"]["tests"]]
        assert counted["tests"] == len(statuses)
        assert all(counted[one] == statuses.count(one) for one in set(statuses))


def test_the_schema_refuses_points_where_the_format_has_no_place_for_them(
    make_score: Make,
) -> None:
    """So it would notice a key of ours that its readers do not know."""
    document = json.loads(ctrf(make_score()))
    document["results"]["tests"][0]["points"] = 1

    with pytest.raises(jsonschema.ValidationError, match="'points' was unexpected"):
        jsonschema.validate(document, CTRF)


def test_build_servers_take_every_document(corpus: dict[str, Score]) -> None:
    """A reader of JUnit's XML finds every check, and what became of it."""
    for score in corpus.values():
        suites = junitparser.JUnitXml.fromstring(junit(score).encode())
        found = list(suites)

        assert [unit.id for unit in score.units] == [suite.name for suite in found]
        for unit, suite in zip(score.units, found, strict=True):
            checks = [one for exercise in unit.exercises for one in exercise.checks]
            kinds = [{type(r).__name__ for r in case.result} for case in suite]
            assert [_kind(check) for check in checks] == kinds
            assert suite.tests == len(checks)
            assert suite.failures == sum("Failure" in kind for kind in kinds)


def _kind(check: ScoredCheck) -> set[str]:
    special = {
        Outcome.PASSED: set[str](),
        Outcome.WAITING: {"Skipped"},
        Outcome.NOT_GRADED: {"Error"},
    }
    return special.get(check.outcome, {"Failure"})


def test_no_text_steers_a_reader(corpus: dict[str, Score]) -> None:
    """Neither control characters nor more than a platform takes come through."""
    for score in corpus.values():
        for document in (json.loads(gradescope(score)), json.loads(ctrf(score))):
            for text in _texts(document):
                assert len(text) <= LONGEST + 200
                assert not set(text) & set("\0\x1b\a\r\ud800\N{RIGHT-TO-LEFT OVERRIDE}")


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return []


def test_a_test_of_gradescope_in_full(make_score: Make, make_check: MakeCheck) -> None:
    """Every field of a hidden check that failed, and of an open one."""
    found = Diagnosis("factor:N", "It is N times too large.")
    message = "dx is not what it must be.\n\n    expected   2\n    got   14"
    both = [
        make_check(
            Outcome.WRONG,
            message,
            visibility=visibility,
            diagnosis=found,
            output="secret",
        )
        for visibility in (Visibility.HIDDEN, Visibility.OPEN)
    ]
    score = make_score(backward=Outcome.WRONG, checks=tuple(both))

    hidden, shown = json.loads(gradescope(score))["tests"][1:]

    assert hidden == {
        "number": "6.3.1",
        "name": "BatchNorm.backward: Backward must differentiate the forward pass.",
        "score": 0.0,
        "max_score": 10.0,
        "status": "failed",
        "output": "dx is not what it must be.\n\nIt is N times too large.",
        "tags": ["6.3", "wrong"],
        "visibility": "after_published",
    }
    assert "visible" == shown["visibility"]
    assert shown["output"] == (
        f"{message}\n\nIt is N times too large.\n\nYour code printed:\nsecret"
    )


@pytest.mark.parametrize("showing", list(Showing))
def test_hidden_checks_are_seen_when_the_teacher_says(
    make_score: Make, make_check: MakeCheck, showing: Showing
) -> None:
    """The open ones always are."""
    hidden = make_check(visibility=Visibility.HIDDEN)
    score = make_score(checks=(hidden, make_check()))

    tests = json.loads(gradescope(score, showing))["tests"]

    assert ["visible", showing.value, "visible"] == [t["visibility"] for t in tests]


def test_what_the_grader_owes_is_told(make_score: Make) -> None:
    """A document that is not complete says so, above all checks."""
    score = make_score(backward=Outcome.NOT_GRADED)

    document = json.loads(gradescope(score))

    assert document["output"] == (
        "10 of 20 points. 1 check could not be graded; that is the grader's fault, "
        "not yours. Your teacher can grade again."
    )
    assert document["extra_data"]["complete"] is False


def test_an_outcome_without_a_message_has_words(make_score: Make) -> None:
    """Nothing is shown as failed without a reason."""
    score = make_score(backward=Outcome.NOT_STARTED)

    assert "Not started." == json.loads(gradescope(score))["tests"][1]["output"]


def test_a_text_that_is_too_long_is_cut(
    make_score: Make, make_check: MakeCheck
) -> None:
    """And says so."""
    check = make_check(Outcome.WRONG, "x" * (LONGEST + 1))
    score = make_score(backward=Outcome.WRONG, checks=(check,))

    output = json.loads(gradescope(score))["tests"][1]["output"]

    assert LONGEST == len(output)
    assert output.endswith("x\n[... the rest is cut]")


def test_junit_in_full(make_score: Make) -> None:
    """Points stand in the properties of a suite."""
    text = junit(make_score("anna", backward=Outcome.WAITING))

    assert text == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<testsuites name="anna" tests="2" failures="0" errors="0" time="0.500">\n'
        '  <testsuite name="u06_batchnorm" tests="2" failures="0" errors="0" '
        'skipped="1" time="0.000">\n'
        "    <properties>\n"
        '      <property name="points" value="10" />\n'
        '      <property name="max_points" value="20" />\n'
        '      <property name="points 6.1" value="10" />\n'
        '      <property name="points 6.3" value="0" />\n'
        "    </properties>\n"
        '    <testcase classname="u06_batchnorm.6.1" name="Backward must differentiate '
        'the forward pass." time="0.000" />\n'
        '    <testcase classname="u06_batchnorm.6.3" name="Backward must differentiate '
        'the forward pass." time="0.000">\n'
        '      <skipped message="Waiting." type="waiting">Waiting.</skipped>\n'
        "    </testcase>\n"
        "  </testsuite>\n"
        "</testsuites>\n"
    )
    assert "testsuites" == ET.fromstring(text.encode()).tag  # noqa: S314 - our own


def test_the_document_before_any_score() -> None:
    """It stands while grading runs, so that a crash leaves it."""
    document = json.loads(not_graded("Nothing was graded."))

    jsonschema.validate(document, GRADESCOPE)
    assert [0.0, [], "Nothing was graded."] == [
        document["score"],
        document["tests"],
        document["output"],
    ]
