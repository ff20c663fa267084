"""The page of a class: its statistics, and whom they are about."""

import msgspec
import pytest

from grader.exports import class_page
from grader.exports.statistics import (
    _places,
    commonest_causes,
    distribution,
    exercise_rows,
    for_a_persons_eye,
)
from grader.model import Outcome, Score
from tests.exports.test_pages import Make, MakeCheck, Tags, hard, stopped

__all__ = ["hard"]
MIB = 1 << 20


def test_points_are_spread_over_tenths(make_score: Make) -> None:
    """Full points are in the last one, and none at all in the first."""
    scores = [
        make_score(),
        make_score(backward=Outcome.WRONG),
        make_score(units=(), score=0.0, max_score=0.0),
    ]

    assert [1, 0, 0, 0, 0, 1, 0, 0, 0, 1] == distribution(scores)


def test_an_exercise_over_the_class(make_score: Make) -> None:
    """How many passed it, what it brought, and whether it goes with the rest."""
    wrong, right = Outcome.WRONG, Outcome.PASSED
    pairs = [(right, right), (right, right), (wrong, wrong), (wrong, right)]
    rows = exercise_rows([make_score("a", *pair) for pair in pairs])

    first, second = rows
    assert ["6.1", "6.3"] == [first.id, second.id]
    assert [(2, 4), (3, 4)] == [(row.passed, row.count) for row in rows]
    assert [5.0, 7.5] == [first.mean, second.mean]
    assert {"wrong": ("a", "a")} == first.others
    # By hand: points 10, 10, 0, 0 against 10, 10, 0, 10.
    assert pytest.approx(25 / (5.0 * 75**0.5)) == first.discrimination


def test_what_never_varies_has_no_correlation(make_score: Make) -> None:
    """Nor have two submissions."""
    two = [make_score("a"), make_score("b", Outcome.WRONG, Outcome.WRONG)]

    assert [None, None] == [row.discrimination for row in exercise_rows(two)]
    assert [None, None] == [row.discrimination for row in exercise_rows(two[:1] * 3)]


def test_what_could_not_be_checked_is_not_among_the_others(
    make_score: Make, make_check: MakeCheck
) -> None:
    """A file that was not handed in says nothing about an exercise of another unit."""
    grades = [
        (Outcome.PASSED, Outcome.PASSED),
        (Outcome.PASSED, Outcome.WRONG),
        (Outcome.WRONG, Outcome.PASSED),
        (Outcome.WRONG, Outcome.WRONG),
    ]
    alone = [make_score(str(n), *pair) for n, pair in enumerate(grades)]
    (gone,) = stopped(make_score, make_check).units
    renamed = tuple(
        msgspec.structs.replace(exercise, id=f"7.{place}")
        for place, exercise in enumerate(gone.exercises)
    )
    gone = msgspec.structs.replace(gone, id="u07_other", exercises=renamed)
    both = [
        msgspec.structs.replace(score, units=(*score.units, gone)) for score in alone
    ]

    assert [row.discrimination for row in exercise_rows(alone)] == [
        row.discrimination for row in exercise_rows(both)[:2]
    ]
    assert [None, None] == [row.discrimination for row in exercise_rows(both)[2:]]


def test_what_stops_a_unit_counts_as_not_checked(
    make_score: Make, make_check: MakeCheck
) -> None:
    """Of a missing file one exercise is missing and the next one waits for it."""
    score = stopped(make_score, make_check)

    assert [{"not checked": ("anna",)}] * 2 == [
        row.others for row in exercise_rows([score])
    ]
    (unit,) = score.units
    done = make_score().units[0]
    both = msgspec.structs.replace(score, units=(unit, done))
    assert [] == for_a_persons_eye([score])
    assert [("no batchnorm.py for u06",)] == [
        one.reasons for one in for_a_persons_eye([both])
    ]


def test_stubs_as_handed_out_are_pointed_at(make_score: Make) -> None:
    """Nobody can tell an empty folder from one that was never packed."""
    none = make_score("dan", Outcome.NOT_STARTED, Outcome.WAITING)
    some = make_score("cleo", Outcome.PASSED, Outcome.NOT_STARTED)

    assert [("dan", ("nothing is written: every stub is as it was handed out",))] == [
        (one.submission, one.reasons) for one in for_a_persons_eye([none, some])
    ]


def test_causes_of_one_count_come_in_the_order_of_exercises() -> None:
    """2.10 comes after 2.9, whatever came first."""
    found = [_places(["2.10"]), _places(["2.9", "2.10"]), _places(["10.1"])]

    assert [found[1], found[0], found[2]] == sorted(found)


def test_a_cause_counts_once_for_a_submission(hard: Score) -> None:
    """However many checks told it; the commonest comes first."""
    info = msgspec.structs.replace(hard.submission, id="ben")
    other = msgspec.structs.replace(hard, submission=info)
    causes = commonest_causes([hard, hard, other])

    assert [("anna", "ben")] * 2 == [cause.submissions for cause in causes]
    assert "It is N times too large." == causes[0].text
    assert [("6.3",), ("6.3",)] == [cause.exercises for cause in causes]


def test_outcomes_that_need_an_eye_are_listed(make_score: Make) -> None:
    """Those that may be the grader's or an attack's doing."""
    found = for_a_persons_eye(
        [
            make_score("fine"),
            make_score("slow", backward=Outcome.TIMEOUT),
            make_score("odd", Outcome.CRASHED, Outcome.CRASHED),
        ]
    )

    assert [
        ("slow", ("ran too long in 1 of 2 checks, in 6.3 BatchNorm.backward",)),
        (
            "odd",
            ("crashed in 2 of 2 checks, first in 6.1 BatchNorm.forward, training",),
        ),
    ] == [(one.submission, one.reasons) for one in found]


def test_a_page_of_a_thousand_is_small(hard: Score) -> None:
    """It is sent by mail and opened on a telephone."""
    page = class_page([hard] * 1000, "Course", {"anna": "anna.html"})

    assert len(page.encode()) < 5 * MIB
    listed = page[page.index('id="submissions"') :]
    assert 1000 == listed.count('<a href="anna.html">anna</a>')
    assert "wrong: anna, anna," in Tags(page).text.replace(" ,", ",")
    assert "and 970 more" in Tags(page).text


def test_an_empty_class_has_a_page() -> None:
    """Of zeros."""
    text = Tags(class_page([], "Course", {})).text

    assert "0 submissions graded; mean 0, median 0 of 0 points." in text
