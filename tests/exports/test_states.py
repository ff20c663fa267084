"""What became of an exercise, as a student's page says it."""

import msgspec

from grader.errors import NotStarted
from grader.exports import grouping
from grader.judge.outcomes import STATES
from grader.judge.unwritten import hole_told
from grader.model import Outcome, SourceFile, Visibility
from tests.exports.test_pages import Make, MakeCheck, folds, read, stopped


def test_what_was_cut_short_is_no_statement_about_the_code(
    make_score: Make, make_check: MakeCheck
) -> None:
    """The check never came to look at what its title says."""
    said = "It ran out of time.\n\n    7 | while True:"
    checks = (
        make_check(Outcome.TIMEOUT, said),
        make_check(Outcome.TIMEOUT, said, visibility=Visibility.HIDDEN),
    )
    text = read(make_score(backward=Outcome.TIMEOUT, checks=checks))

    assert (
        "A line with ! names a check that could not finish, because your code was cut "
        "short: whether it would pass is not known."
    ) in text
    assert "\N{MULTIPLICATION X}" not in text
    assert "! timeout it ran longer than allowed" in text
    # Open and hidden alike: the line of the source is shown once.
    assert (
        "! 6.3 BatchNorm.backward timeout, 0 of 20 These 2 checks were cut short for "
        "the same reason. "
    ) in text
    assert 1 == text.count("7 | while True:")


def test_what_was_cut_short_before_is_pointed_at(
    make_score: Make, make_check: MakeCheck
) -> None:
    """The same line stops many exercises, and is put right once."""
    said = "It was killed."
    first = (make_check(Outcome.CRASHED, f"{said}\n\n    7 | f()"),)
    score = make_score("anna", Outcome.CRASHED, Outcome.CRASHED, first)
    hidden = make_check(Outcome.CRASHED, said, visibility=Visibility.HIDDEN)
    (unit,) = score.units
    forward, backward = unit.exercises
    unit = msgspec.structs.replace(
        unit,
        exercises=(
            msgspec.structs.replace(forward, checks=first),
            msgspec.structs.replace(backward, checks=(hidden, make_check())),
        ),
    )

    assert "It is the same mistake as in 6.1: put that right first" in read(
        msgspec.structs.replace(score, units=(unit,))
    )


def test_an_exercise_without_a_hole_waits(
    make_score: Make, make_check: MakeCheck
) -> None:
    """It cannot be started: those that it needs can, in their order."""
    checks = [
        make_check(Outcome.NOT_STARTED, f"{id_} is not written yet.")
        for id_ in ("6.10 Other", "6.9 Forward", "6.9 Forward")
    ]
    waiting = make_score(backward=Outcome.NOT_STARTED, checks=checks)
    own = make_check(Outcome.NOT_STARTED, "6.3 BatchNorm.backward is not written yet.")
    started = make_score(backward=Outcome.NOT_STARTED, checks=[*checks, own])

    assert (
        "\N{HORIZONTAL ELLIPSIS} 6.3 BatchNorm.backward waiting, 0 of 30 2 checks "
        "wait: they need 6.9 Forward, which is not written yet. 1 check waits: it "
        "needs 6.10 Other, which is not written yet. What was graded"
    ) in read(waiting)
    assert "\N{WHITE CIRCLE} 6.3 BatchNorm.backward not started, 0 of 40" in read(
        started
    )


def test_an_exercise_of_which_a_part_waits_has_nothing_to_write_either(
    make_score: Make, make_check: MakeCheck
) -> None:
    """What was passed was passed by what is written elsewhere."""
    checks = (
        make_check(),
        make_check(Outcome.NOT_STARTED, "6.1 BatchNorm.forward is not written yet."),
    )
    text = read(make_score(backward=Outcome.NOT_STARTED, checks=checks))

    half = "\N{CIRCLE WITH LEFT HALF BLACK}"
    assert f"{half} 6.3 BatchNorm.backward partly waiting, " in text
    assert "partly waiting some of its checks need another exercise first" in text
    assert "grader hint 6.3" not in text


def test_a_notebook_stands_for_one_module(
    make_score: Make, make_check: MakeCheck
) -> None:
    """Whoever handed in one alone has no others to hand in with."""
    (gone,) = stopped(make_score, make_check).units
    score = make_score()
    layers = msgspec.structs.replace(score.units[0], id="u02_layers", title="Layers")
    files = (SourceFile("omar.ipynb", "0" * 64),)
    info = msgspec.structs.replace(score.submission, files=files)

    text = read(msgspec.structs.replace(score, submission=info, units=(layers, gone)))

    assert (
        "No file batchnorm.py was handed in. omar.ipynb was graded for Layers, and a "
        "notebook counts for one unit only. If you may hand in again, add your work "
        "on this unit: as batchnorm.py , or as a notebook of its own, batchnorm.ipynb ."
    ) in text
    assert (
        "Of the notebook, what the unit asks for and what that uses was read; plots, "
        "experiments and checks in other cells were not run."
    ) in text


def test_what_waits_for_what_waits_is_told_where_to_begin(
    make_score: Make, make_check: MakeCheck
) -> None:
    """An exercise that waits itself would be a dead end."""
    hole = "6.0 Start is not written yet."
    first = (make_check(Outcome.NOT_STARTED, hole),)
    waits = (make_check(Outcome.WAITING, "6.1 is not done yet."),)
    score = make_score("anna", Outcome.NOT_STARTED, Outcome.WAITING, waits)
    (unit,) = score.units
    forward, backward = unit.exercises
    forward = msgspec.structs.replace(forward, checks=first)
    unit = msgspec.structs.replace(unit, exercises=(forward, backward))

    text = read(msgspec.structs.replace(score, units=(unit,)))

    said = "1 check waits: it needs 6.0 Start, which is not written yet."
    assert 2 == text.count(said)


def test_the_first_thing_to_begin_is_open(
    make_score: Make, make_check: MakeCheck
) -> None:
    """Its command would not be seen otherwise; what waits stays folded."""
    hole = make_check(Outcome.NOT_STARTED, "6.1 BatchNorm.forward is not written yet.")
    other = make_check(
        Outcome.NOT_STARTED, "6.3 BatchNorm.backward is not written yet."
    )
    score = make_score("anna", Outcome.NOT_STARTED, Outcome.NOT_STARTED, (other,))
    (unit,) = score.units
    forward, backward = unit.exercises
    forward = msgspec.structs.replace(forward, checks=(hole,))
    unit = msgspec.structs.replace(unit, exercises=(forward, backward))

    assert [{"open": None}, {}] == folds(msgspec.structs.replace(score, units=(unit,)))


def test_a_passed_exercise_before_it_changes_nothing(
    make_score: Make, make_check: MakeCheck
) -> None:
    """The first that is not done is open, wherever it stands."""
    hole = make_check(Outcome.NOT_STARTED, "6.3 Backward is not written yet.")
    score = make_score("anna", Outcome.PASSED, Outcome.NOT_STARTED, (hole,))

    assert [{}, {"open": None}] == folds(score)


def test_what_the_judge_says_of_a_hole_is_what_a_page_looks_for() -> None:
    """Documents keep sentences; a page that missed one would lead to a dead end."""
    assert grouping._NOT_DONE == f"{STATES[Outcome.NOT_STARTED]}."
    assert hole_told(NotStarted("6.1 Start"), None).endswith(grouping._UNWRITTEN)
