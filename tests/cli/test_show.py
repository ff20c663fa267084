"""`grader show` prints a right solution, and only where the course allows it."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from grader.catalog.reveals import Reveal, Shown, encode_reveal

Run = Callable[..., Result]

PAST, FUTURE = "2001-01-31T23:59:00Z", "2999-01-31T23:59:00Z"
SHOWN = Shown(
    reference="def f(x):\n    return x",
    alternative="f = lambda x: x",
    style="As short as it gets.",
    difference="The reference has a name for what it does and says so. So has this.",
)
TEXT = """\
6.1  BatchNorm.forward, training: the reference

def f(x):
    return x

Another way
  As short as it gets.

f = lambda x: x

The difference
  The reference has a name for what it does and says so. So has this.

Next: grader check 6.3
"""
ALONE = """\
6.3  BatchNorm.backward: the reference

def g(x):
    return -x

What to see in it
  One. Two.

Next: grader list
"""
REASON = """\
2.1  ReLU.forward

  No line of its own.

Next: grader check u06
"""


@pytest.fixture
def revealed(kit: Path) -> Path:
    """The kit, with the teacher's file unpacked over it."""
    (kit / "reveal").mkdir()
    contents = {
        "u06_batchnorm": {
            "6.1": SHOWN,
            "6.3": Shown(reference="def g(x):\n    return -x", difference="One. Two."),
        },
        "u02_layers": {"2.1": Shown(reason="No line of its own.")},
    }
    for name, exercises in contents.items():
        data = encode_reveal(Reveal(name, exercises))
        (kit / "reveal" / f"{name}.json").write_bytes(data)
    return kit


def course(kit: Path, text: str) -> None:
    """Put something into the course's manifest."""
    path = kit / "assignments" / "course.toml"
    path.write_text(path.read_text() + text)


def said(result: Result) -> tuple[str, str, int]:
    """Return what a command printed, and its status."""
    return result.stdout, result.stderr, result.exit_code


@pytest.mark.usefixtures("revealed")
@pytest.mark.parametrize(
    ("exercise", "text"), [("6.1", TEXT), ("6.3", ALONE), ("2.1", REASON)]
)
def test_a_solution_is_shown(run: Run, exercise: str, text: str) -> None:
    """Both ways, the difference, and the next command at the end."""
    assert (text, "", 0) == said(run("show", exercise))


def test_nothing_is_shown_before_the_due_date(run: Run, revealed: Path) -> None:
    """Also where the file came too early."""
    course(revealed, f"due.u06_batchnorm = {FUTURE}\n")

    assert said(run("show", "6.1")) == (
        "",
        (
            "Error: solutions of u06_batchnorm are shown after its due date, "
            "2999-01-31 23:59+00:00; come back then.\n"
        ),
        2,
    )


def test_a_solution_is_shown_after_the_due_date(run: Run, revealed: Path) -> None:
    """The other side of the date."""
    course(revealed, f"due.u06_batchnorm = {PAST}\n")

    assert (TEXT, "", 0) == said(run("show", "6.1"))


def test_a_course_may_show_nothing_ever(run: Run, revealed: Path) -> None:
    """Whatever lies in the folder."""
    course(revealed, 'reveal = "never"\n')

    assert said(run("show", "6.1")) == (
        "",
        ("Error: this course shows no solutions; ask your teacher about your code.\n"),
        2,
    )


def state(kit: Path, outcome: str, sha256: str) -> None:
    """Remember a check run of unit 6."""
    (kit / ".grader").mkdir()
    (kit / ".grader" / "state.json").write_text(
        f'{{"units":{{"u06_batchnorm":{{"sha256":"{sha256}",'
        f'"outcomes":{{"6.1":"{outcome}"}},"points":{{}}}}}}}}'
    )


def digest(kit: Path) -> str:
    """Return the digest of the student's file of unit 6."""
    path = kit / "assignments" / "u06_batchnorm" / "batchnorm.py"
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_solution_may_follow_a_pass(run: Run, revealed: Path) -> None:
    """Who has passed may compare at once."""
    course(revealed, 'reveal = "after_passing"\n')
    state(revealed, "passed", digest(revealed))

    assert (TEXT, "", 0) == said(run("show", "6.1"))


@pytest.mark.parametrize(
    ("outcome", "change"),
    [("wrong", ""), ("passed", "# Changed.\n")],
    ids=["wrong", "passed before a change"],
)
def test_a_pass_must_be_of_the_file_as_it_is(
    run: Run, revealed: Path, outcome: str, change: str
) -> None:
    """Otherwise the check comes first."""
    course(revealed, 'reveal = "after_passing"\n')
    state(revealed, outcome, digest(revealed))
    path = revealed / "assignments" / "u06_batchnorm" / "batchnorm.py"
    path.write_text(path.read_text() + change)

    assert said(run("show", "6.1")) == (
        "",
        (
            "Error: the solution of 6.1 is shown when your batchnorm.py has passed "
            "it, as it is now: grader check 6.1 first.\n"
        ),
        2,
    )


def test_without_the_teachers_file_a_hint_is_next(run: Run) -> None:
    """The kit as it is handed out has no solutions in it."""
    assert said(run("show", "6.1")) == (
        "",
        ("Error: your course shows no solution of 6.1 now.\n\nNext: grader hint 6.1\n"),
        2,
    )


def test_a_damaged_file_is_refused(run: Run, revealed: Path) -> None:
    """With the file and what to do."""
    (revealed / "reveal" / "u06_batchnorm.json").write_text('{"unit": 3}')

    assert said(run("show", "6.1")) == (
        "",
        (
            "Error: reveal/u06_batchnorm.json cannot be read: Expected `str`, got "
            "`int` - at `$.unit`; unpack the file of your teacher again.\n"
        ),
        2,
    )


def test_where_the_solutions_are_they_are_read(run: Run, kit: Path) -> None:
    """A teacher sees them whatever the policy is, and before the file is made."""
    course(kit, 'reveal = "never"\n')
    hidden = kit / "solutions" / "u02_layers"
    hidden.mkdir(parents=True)
    (hidden / "layers.py").write_text("class ReLU:\n    slope = 1\n")
    (hidden / "reveal.toml").write_text(
        '["2.1"]\nshows = ["ReLU"]\ndifference = "One. Two."\n'
    )

    assert said(run("show", "2.1")) == (
        (
            "2.1  ReLU.forward: the reference\n\nclass ReLU:\n    slope = 1\n\n"
            "What to see in it\n  One. Two.\n\nNext: grader check u06\n"
        ),
        "",
        0,
    )
