"""Each way in which a story can stop has a sentence, and a command to go on with."""

from pathlib import Path

import pytest

from grader.catalog import load_course
from grader.milestones.child import Message
from grader.milestones.listing import find_milestone
from grader.milestones.running import Told
from grader.milestones.standing import Standing
from grader.milestones.telling import (
    ending,
    overview,
    refusal,
    what_happened,
    where_to_look,
)

LINES = ("double.py:5  return 1",)
HERE = "in your code, here:"


@pytest.mark.parametrize(
    ("last", "sentence"),
    [
        (Message("ended", "It grows."), "Not reached. It grows."),
        (
            Message("raised", "ValueError: no.", lines=LINES),
            f"The story stopped with ValueError: no, {HERE}",
        ),
        (
            Message("raised", "ValueError: no"),
            "The story stopped with ValueError: no, on what your code gave.",
        ),
        (
            Message("hole", "1.2 half"),
            "The story stopped at what is not written yet: 1.2 half.",
        ),
        (Message("exit", lines=LINES), f"Your code ended the program, {HERE}"),
        (
            Message("late", lines=LINES),
            "The story ran out of time and was ended; it was at this line:",
        ),
        (
            Message("late"),
            "The story ran out of time and was ended.",
        ),
        (
            Message("gone"),
            "The process ended in the middle of the story, without a word.",
        ),
    ],
    ids=["ended", "raised", "story", "hole", "exit", "late", "silent", "gone"],
)
def test_every_end_has_its_sentence(last: Message, sentence: str) -> None:
    """A student must know what happened before they look for why."""
    assert sentence == what_happened(Told(last))


@pytest.mark.parametrize(
    ("last", "command"),
    [
        (Message("ended", look=("1.2", "1.1")), "check u01 --only 1.2 --only 1.1"),
        (Message("raised", unit="u01_double"), "check u01"),
        (Message("gone"), "check 1.1"),
    ],
    ids=["named", "in a unit", "unknown"],
)
def test_every_end_has_a_command(work: Path, last: Message, command: str) -> None:
    """The exercise that is named, else the unit of the line, else the first part."""
    course = load_course(work.parents[2])

    assert f"grader {command}" == where_to_look(
        course, find_milestone(course, 1), Told(last)
    )


def test_where_several_units_may_be_at_fault_all_are_named() -> None:
    """The earliest first: the others rest on it."""
    course = load_course(Path(__file__).parents[2])
    last = Message("ended", "It is odd.", 1.0, ("3.3", "2.2", "3.1"))

    said = ending(course, find_milestone(course, 1), Told(last), "", "grader list")

    assert (
        "\nLoss on the four corners: 1; the goal is at most 0.05.\n"
        "Not reached. It is odd.\n"
        "It may be in any of these units; check them in this order: grader check u02,\n"
        "grader check u03.\n"
        "\nNext: grader check u02"
    ) == said


def test_names_that_hold_commas_are_set_apart_by_semicolons() -> None:
    """Which of the commas would part two names?"""
    course = load_course(Path(__file__).parents[2])
    parts = ("6.1", "6.3", "2.1", "2.2")
    found = Standing(parts, (), parts, {})

    said = refusal(course, find_milestone(course, 2), 2, found)

    assert (
        "It waits for 4 of its parts that you have not written yet: 6.1\n"
        "BatchNorm.forward, training; 6.3 BatchNorm.backward; 2.1 Affine.forward; 2.2\n"
        "Affine.backward.\n"
    ) in said


def test_the_list_goes_on_where_a_check_does(work: Path) -> None:
    """A story that waits is no reason to leave out the exercises before it."""
    course = load_course(work.parents[2])
    found = Standing(("1.2",), (), ("1.2",), {})

    said = overview(course, [find_milestone(course, 1)], [found], {}, "1.1")

    assert said.endswith("\n\nNext: grader check 1.1")
