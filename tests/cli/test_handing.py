"""What the text of a module tells of its unit's exercises."""

from pathlib import Path

from grader.catalog import load_course, select_units
from grader.cli.handing import Held, held

ROOT = Path(__file__).parents[2]


def test_every_stub_of_the_course_is_untouched_and_lacks_nothing() -> None:
    """A line about a name that no module must define would send students astray."""
    course = load_course(ROOT)

    found = [held(one, (one.folder / one.module).read_bytes()) for one in course.units]

    assert all(one.is_untouched for one in found)
    assert {((), False)} == {(one.lacking, one.is_empty) for one in found}


def test_every_solution_of_the_course_is_whole() -> None:
    """All its exercises are written, whatever they are called."""
    course = load_course(ROOT)

    found = {
        held(one, (ROOT / "solutions" / one.id / one.module).read_bytes())
        for one in course.units
    }

    assert {Held()} == found


def test_one_written_exercise_makes_a_unit_begun() -> None:
    """Then its other exercises are named one by one."""
    (unit,) = select_units(load_course(ROOT), ("u06",))
    stub = (unit.folder / unit.module).read_bytes()

    found = held(unit, stub.replace(b'raise NotImplementedError("6.1', b'print("6.1'))

    assert (("6.3", "6.5"), False) == (found.not_started, found.is_untouched)


def test_names_that_are_gone_are_lacking() -> None:
    """An import counts as a definition, and a word such as "training" does not."""
    (unit,) = select_units(load_course(ROOT), ("u06",))

    found = held(unit, b"from numpy import linalg as BatchNorm2d\n")

    assert Held(lacking=("BatchNorm",)) == found


def test_a_module_of_a_docstring_is_empty_and_broken_code_is_not() -> None:
    """What cannot be parsed is told by whoever imports it."""
    (unit,) = select_units(load_course(ROOT), ("u06",))

    assert held(unit, b'"""Mine."""\n').is_empty
    assert Held(("6.1",)) == held(
        unit, b'def (:\n    raise NotImplementedError("6.1 f")'
    )
