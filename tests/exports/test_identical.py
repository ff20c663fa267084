"""Files that are the same in several submissions are pointed out to the teacher."""

import msgspec

from grader.exports import class_page
from grader.exports.identical import Identical, identical_files
from grader.model import Outcome, Score, SourceFile
from tests.exports.test_pages import Make

WROTE, STUB = Outcome.PASSED, Outcome.NOT_STARTED


def handed_in(make: Make, who: str, outcome: Outcome, **digests: str) -> Score:
    """Return the document of a submission with these modules."""
    score = make(who, outcome, outcome)
    files = tuple(
        SourceFile(f"{who}/{stem}.py", digest) for stem, digest in digests.items()
    )
    info = msgspec.structs.replace(score.submission, files=files)
    units = tuple(
        msgspec.structs.replace(unit, score=10.0 if outcome is WROTE else 0.0)
        for unit in score.units
    )
    return msgspec.structs.replace(score, submission=info, units=units)


def test_the_same_file_of_two_students_is_told(make_score: Make) -> None:
    """Together where several files are shared by the same people, the most first."""
    scores = [
        handed_in(make_score, "ada", WROTE, batchnorm="1", layers="2"),
        handed_in(make_score, "ben", WROTE, batchnorm="1", layers="2"),
        handed_in(make_score, "cleo", WROTE, batchnorm="3"),
        handed_in(make_score, "dan", WROTE, batchnorm="4", rnn="5"),
        handed_in(make_score, "eve", WROTE, rnn="5"),
        handed_in(make_score, "finn", WROTE, rnn="5"),
    ]

    assert [
        Identical(("rnn.py",), ("dan", "eve", "finn")),
        Identical(("batchnorm.py", "layers.py"), ("ada", "ben")),
    ] == identical_files(scores)
    page = class_page(scores, "Course", {"ada": "x.html"})
    assert (
        '<li><a href="x.html">ada</a>, ben: the same batchnorm.py, layers.py, '
        "byte for byte</li>"
    ) in page
    assert '<a href="#eye">2 to look at</a>' in page


def test_stubs_are_alike_and_say_nothing(make_score: Make) -> None:
    """Those of one unit are told from what was written for another."""
    scores = [
        handed_in(make_score, "ada", STUB, batchnorm="1"),
        handed_in(make_score, "ben", STUB, batchnorm="1"),
    ]

    assert [] == identical_files(scores)
    (unit,) = scores[0].units
    other = msgspec.structs.replace(unit, id="u02_layers", score=20.0)
    scores = [msgspec.structs.replace(one, units=(unit, other)) for one in scores]
    assert [] == identical_files(scores)


def test_the_same_file_twice_from_one_student_is_theirs(make_score: Make) -> None:
    """A submission is not a copy of itself."""
    score = handed_in(make_score, "ada", WROTE, batchnorm="1", old="1")

    assert [] == identical_files([score])
