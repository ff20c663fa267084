"""What a class reads of solutions is complete, and of the code that is there."""

from pathlib import Path

import pytest

from grader.authoring.revealing import reveal_findings, reveal_of
from grader.catalog import load_course
from grader.catalog.reveals import Shown
from grader.errors import CourseError
from grader.model import Unit
from tests.authoring.proving import UNIT, copied, edit

ROOT = Path(__file__).parents[2]
FILE = Path("solutions") / UNIT / "reveal.toml"
ALONE = """\
["1.1"]
reason = "One."

["1.3"]
reason = "One."

["1.2"]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the course, for a test to break."""
    return copied(tmp_path)


def unit_of(root: Path) -> Unit:
    """Return the unit of a course of one."""
    return load_course(root).units[0]


def findings(root: Path) -> list[str]:
    """Return what is found about the unit's reveal.toml."""
    return list(reveal_findings(unit_of(root)))


def test_the_code_and_the_sentences_are_put_together(root: Path) -> None:
    """As a class reads them, with the style of the alternative's file."""
    shown = reveal_of(unit_of(root)).exercises["1.1"]

    assert shown.reference == (
        "class Scale:\n"
        "    def forward(self, x: Array, train: bool = True) -> Array:\n"
        "        self.x = x\n"
        '        return self.params["gamma"] * x'
    )
    assert shown.alternative.startswith("class Scale:\n    def __init__(self, gamma):")
    assert "Closures in place of methods." == shown.style
    assert shown.difference == (
        "The reference multiplies, and the factors reach every row by themselves. "
        "The other one names the axes."
    )


def test_an_exercise_without_code_has_a_reason(root: Path) -> None:
    """One sentence, and nothing else."""
    shown = reveal_of(unit_of(root)).exercises["1.3"]

    assert shown == Shown(
        reason="No line is written for this exercise: every operator makes a new array."
    )


def test_the_units_of_a_complete_course_have_no_findings(root: Path) -> None:
    """The rule is met where the other tests break it."""
    assert [] == findings(root)


def test_an_exercise_without_a_table_is_named(root: Path) -> None:
    """Nobody finds a gap by typing 173 commands."""
    edit(root / FILE, '["1.2"]', '["1.4"]')

    assert findings(root) == [
        "reveal.toml: '1.4' is not an exercise of u01_scale.",
        (
            "reveal.toml: exercise 1.2 has no table; name what `grader show` prints "
            "of it, or give a reason."
        ),
    ]
    with pytest.raises(CourseError) as caught:
        reveal_of(unit_of(root))
    assert str(caught.value) == (
        "solutions/u01_scale/reveal.toml: exercise 1.2 has no table; name what "
        "`grader show` prints of it, or give a reason."
    )


@pytest.mark.parametrize(
    ("table", "text"),
    [
        (
            'reason = "One."\nshows = ["Scale"]',
            "has a reason, so it must have nothing else.",
        ),
        (
            'difference = "One. Two."',
            "must have shows, or a reason why there is nothing to show.",
        ),
        (
            'shows = ["Scale.forward"]\ndifference = "One only."',
            (
                "must have a difference of two sentences, each with a full stop at "
                "its end; found 1."
            ),
        ),
        (
            'shows = ["Scale.forward"]\ndifference = "One. Two"',
            (
                "must have a difference of two sentences, each with a full stop at "
                "its end; found 1."
            ),
        ),
    ],
    ids=["both", "neither", "one sentence", "no full stop"],
)
def test_a_table_that_is_not_whole_is_named(root: Path, table: str, text: str) -> None:
    """Code with two sentences, or a reason."""
    (root / FILE).write_text(f"{ALONE}{table}\n", encoding="utf-8")

    assert [f"reveal.toml: exercise 1.2 {text}"] == findings(root)


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        (
            'shows = ["Scale.backward"]',
            'shows = ["Scale.back"]',
            "exercise 1.2: scale.py: expected a definition of Scale.back, found none.",
        ),
        (
            'alternative = "closures"\nalternative_shows = ["Scale"]',
            'alternative = "closures"',
            (
                "exercise 1.1: alternatives/closures.py: expected a definition of "
                "Scale.forward, found none."
            ),
        ),
        (
            'alternative = "closures"',
            'alternative = "classes"',
            (
                "exercise 1.1: alternatives/classes.py: the file cannot be read: No "
                "such file or directory."
            ),
        ),
    ],
    ids=["no such method", "not in the alternative", "no such file"],
)
def test_what_is_named_must_be_there(root: Path, old: str, new: str, text: str) -> None:
    """A renamed function leaves a table behind."""
    edit(root / FILE, old, new)

    assert [f"reveal.toml: {text}"] == findings(root)


def test_an_alternative_that_does_not_differ_is_named(root: Path) -> None:
    """Nobody learns from the same code twice."""
    hidden = root / "solutions" / UNIT
    source = (hidden / "scale.py").read_text(encoding="utf-8")
    (hidden / "alternatives" / "closures.py").write_text(source, encoding="utf-8")

    edit(root / FILE, 'alternative_shows = ["Scale"]\n', "")

    assert findings(root) == [
        (
            "reveal.toml: exercise 1.1: alternatives/closures.py has the code of the "
            "reference; name another, or none."
        )
    ]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (
            "title = 3\n",
            'reveal.toml: expected tables such as ["6.3"], found title.',
        ),
        (
            '["1.1"]\nshow = ["Scale"]\n',
            (
                "reveal.toml: exercise 1.1 has the unknown key 'show'; did you mean "
                "'shows'?"
            ),
        ),
    ],
    ids=["no table", "unknown key"],
)
def test_a_file_that_is_not_understood_is_refused(
    root: Path, content: str, text: str
) -> None:
    """Nothing is guessed or left aside."""
    (root / FILE).write_text(content, encoding="utf-8")

    assert [text] == findings(root)


COURSE = load_course(ROOT)


@pytest.mark.parametrize("unit", COURSE.units, ids=lambda unit: unit.id)
def test_every_exercise_of_the_course_can_be_shown(unit: Unit) -> None:
    """In front of a class is too late to find out."""
    assert [] == list(reveal_findings(unit))
