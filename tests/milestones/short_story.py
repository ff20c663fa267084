"""A course of one unit with one short story, and the student's work in it."""

from pathlib import Path

COURSE = """\
format = 1
title = "Two numbers"
seed = 7
open_share = 0.4
units = ["u01_double"]
"""
UNIT = """\
format = 1
title = "Double"
module = "double.py"

[[exercises]]
id = "1.1"
name = "double"
points = 60
minutes = 5
difficulty = 1
hints = ["Twice."]

[[exercises]]
id = "1.2"
name = "half"
points = 40
minutes = 5
difficulty = 1
hints = ["The other way."]
"""
LIST = """\
format = 1

[[milestones]]
story = "m1_eight.py"
title = "Eight"
about = "Doubling makes eight of one."
measure = "what became of one"
at_least = 8
seconds = 1
keep = ".txt"
parts = ["1.1"]

[milestones.brings]
"1.2" = "nothing is halved"
"""
STORY = '''\
"""Doubles a number three times."""

from grader.milestones import Ending


def tell(mine, goal, rng, say):
    unit, number = mine.unit("u01_double"), 1.0
    for _ in range(3):
        number = unit.double(number)
        say(f"now {number}")
    look = ("1.1",) if number < goal else ()
    return Ending(number, f"{number} {mine.has('1.2')}", "It grows too slowly.", look)
'''
WORK = '''\
"""The student's work."""


def double(number):
    {}


def half(number):
    raise NotImplementedError("1.2 half")
'''


def make_course(root: Path) -> Path:
    """Make the course in an empty folder; return the module, in which 1.1 is right."""
    assignments = root / "assignments"
    (assignments / "milestones").mkdir(parents=True)
    (assignments / "u01_double").mkdir()
    (assignments / "course.toml").write_text(COURSE)
    (assignments / "u01_double" / "unit.toml").write_text(UNIT)
    (assignments / "milestones" / "milestones.toml").write_text(LIST)
    (assignments / "milestones" / "m1_eight.py").write_text(STORY)
    module = assignments / "u01_double" / "double.py"
    module.write_text(WORK.format("return 2 * number"))
    return module
