"""The JSON Schema accepts the documents we write, and refuses broken ones."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from grader.errors import Comparison
from grader.model import (
    Check,
    Course,
    Diagnosis,
    GraderInfo,
    Isolation,
    Outcome,
    Score,
    SourceFile,
    Submission,
    Verdict,
    Visibility,
)
from grader.scoring import make_score, score_schema

Document = dict[str, Any]  # JSON


@pytest.fixture
def document(
    course: Course, expected: dict[str, list[Check]], passed: dict[str, list[Verdict]]
) -> Document:
    """A document with a passed, a wrong and an ungraded check."""
    del passed["u06_x"][3:]
    cause = Diagnosis("mistake:x", "It is x.")
    passed["u06_x"][2] = Verdict("b", Visibility.HIDDEN, Outcome.WRONG, "no", cause)
    numbers = Comparison("dx", (2,), (0, 1), (1.0, 2.0), (1.0, 3.0), (1,))
    passed["u06_x"][1] = msgspec.structs.replace(
        passed["u06_x"][1], outcome=Outcome.WRONG, comparison=numbers
    )
    score = make_score(
        submission=Submission("s1", {}, (SourceFile("x6.py", "ab"),), ("notes.md",)),
        course=course,
        units=course.units,
        grader=GraderInfo("0.1.0", "3.11", "2.4", Isolation("A", ("seccomp",))),
        expected=expected,
        verdicts=passed,
        seed=7,
        duration_s=0.1,
    )
    decoded: Document = json.loads(msgspec.json.encode(score))
    return decoded


def a_check(document: Document) -> Document:
    """Return the first check of the document."""
    check: Document = document["units"][0]["exercises"][0]["checks"][0]
    return check


def test_the_schema_is_a_schema() -> None:
    """A reader's tools must be able to load it."""
    jsonschema.Draft202012Validator.check_schema(score_schema())


def test_the_schema_says_which_draft_it_is() -> None:
    """Validators choose by it."""
    assert score_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_document_of_ours_fits_the_schema(document: Document) -> None:
    """What we publish is what we promise."""
    jsonschema.validate(document, score_schema())


def test_a_document_of_before_there_were_pictures_is_read(document: Document) -> None:
    """Keys are added within a format, and none is ever needed."""
    checks = [
        check
        for unit in document["units"]
        for exercise in unit["exercises"]
        for check in exercise["checks"]
    ]
    kept = [check.pop("comparison") for check in checks if "comparison" in check]

    score = msgspec.convert(document, Score)

    assert 1 == len(kept)
    assert score.units[0].exercises[0].checks[0].comparison is None
    jsonschema.validate(document, score_schema())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda document: document.pop("format"),
        lambda document: document.update(format="score/2"),
        lambda document: document.pop("complete"),
        lambda document: document.update(score="100"),
        lambda document: document.update(score=-1),
        lambda document: document.update(units={}),
        lambda document: document["course"].pop("digest"),
        lambda document: document["grader"].pop("isolation"),
        lambda document: a_check(document).update(outcome="failed"),
        lambda document: a_check(document).update(visibility="secret"),
        lambda document: a_check(document).pop("max_score"),
        lambda document: a_check(document).update(diagnosis="x"),
    ],
    ids=[
        "no format",
        "other format",
        "no complete",
        "score as text",
        "negative score",
        "units not a list",
        "no digest",
        "no isolation",
        "outcome",
        "visibility",
        "no max score",
        "diagnosis as text",
    ],
)
def test_a_broken_document_does_not_fit(
    document: Document, spoil: Callable[[Document], object]
) -> None:
    """A schema that accepts everything promises nothing."""
    spoil(document)

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, score_schema())


def test_descriptions_of_attributes_stand_at_the_attributes() -> None:
    """The schema is read in tools that show them there."""
    isolation = score_schema()["$defs"]["Isolation"]

    assert isolation["description"] == "The walls that stood around the student's code."
    assert (
        isolation["properties"]["walls"]["description"]
        == "the walls by name, outermost first."
    )


def test_every_record_is_described() -> None:
    """A reader of the schema has no other page."""
    parts = score_schema()["$defs"]

    assert [] == [name for name, part in parts.items() if not part["description"]]


def test_the_schema_is_json(tmp_path: Path) -> None:
    """It is printed, stored and read elsewhere."""
    path = tmp_path / "score.json"

    path.write_text(json.dumps(score_schema()))

    assert json.loads(path.read_text()) == score_schema()
