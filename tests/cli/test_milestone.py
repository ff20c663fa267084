"""`grader milestone` lists the stories, tells one, and says what to type next."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli import main
from tests.milestones.short_story import WORK, make_course

OPENING = """\
Milestone 1: Eight   yours: 1 of 2 parts
   Doubling makes eight of one.
   Not written yet: 1.2 half. So in this story: nothing is halved.

"""


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The student's module, in a course that is the current folder."""
    monkeypatch.chdir(tmp_path)
    return make_course(tmp_path)


def run(*arguments: str) -> Result:
    """Run `grader milestone` in this process."""
    return CliRunner().invoke(main, ["milestone", *arguments])


def test_the_list_says_what_a_story_waits_for(work: Path) -> None:
    """The last line is the command that goes on."""
    work.write_text(WORK.format('raise NotImplementedError("1.1 double")'))

    result = run()

    assert (
        "1  Eight                     yours: 0 of 2 parts, 1 more needed, 1 optional\n"
        "   Doubling makes eight of one.\n"
        "   Not written yet: 1.1 double.\n"
        "   Optional, and not written: 1.2 half.\n"
        "\n"
        "Never graded, never in the way.\n\nNext: grader check 1.1\n"
    ) == result.stdout
    assert 0 == result.exit_code


def test_a_story_that_waits_is_refused_with_the_first_exercise(work: Path) -> None:
    """Politely, and with status 1: the command is right, the work is not there."""
    work.write_text(WORK.format('raise NotImplementedError("1.1 double")'))

    result = run("1")

    assert (
        "Milestone 1: Eight   yours: 0 of 2 parts\n"
        "   Doubling makes eight of one.\n"
        "\n"
        "It waits for 1 of its parts that you have not written yet: 1.1 double.\n"
        "\nNext: grader check 1.1\n"
    ) == result.stdout
    assert 1 == result.exit_code


def test_parts_of_a_file_that_is_not_python_do_not_count(work: Path) -> None:
    """Nothing of it can run, whatever stands in its lines."""
    work.write_text(f"{WORK.format('return 2 * number')}def (:\n")

    text = (
        "   Doubling makes eight of one.\n"
        "   double.py is not Python now (line 10): put that right first.\n"
        "\n"
    )
    head = "Milestone 1: Eight   yours: 0 of 2 parts\n"
    assert f"{head}{text}Next: grader check u01\n" == run("1").stdout
    row = "1  Eight                     yours: 0 of 2 parts, waits for double.py\n"
    end = "Never graded, never in the way.\n\nNext: grader check u01\n"
    assert f"{row}{text}{end}" == run().stdout


def test_a_file_that_holds_a_null_byte_has_no_line(work: Path) -> None:
    """Python does not say where it is."""
    work.write_bytes(b"x = 1\n\0\n")

    assert "   double.py is not Python now: put that right first.\n" in run("1").stdout


def test_a_story_that_is_reached_leaves_a_file_and_is_remembered(work: Path) -> None:
    """What is kept lies in the folder the student is in."""
    result = run("1")

    assert (
        f"{OPENING}   now 2.0\n   now 4.0\n   now 8.0\n"
        "\n"
        "What became of one: 8; the goal is at least 8.\n"
        "Reached. Yours to keep: milestone_1.txt\n"
        "\nNext: grader milestone\n"
    ) == result.stdout
    assert 0 == result.exit_code
    assert "8.0 False" == (work.parents[2] / "milestone_1.txt").read_text()
    assert (
        "1  Eight                     yours: 1 of 2 parts, ready\n"
        "   Doubling makes eight of one.\n"
        "   Optional, and not written: 1.2 half.\n"
        "   Last time: what became of one 8. Reached.\n"
        "\n"
        "Never graded, never in the way.\n\nNext: grader list\n"
    ) == run().stdout


def test_a_story_that_is_not_reached_says_what_was_seen(work: Path) -> None:
    """And which exercise to look at."""
    work.write_text(WORK.format("return 1.5 * number"))

    result = run("1", "-o", "mine.txt")

    assert (
        "What became of one: 3.38; the goal is at least 8.\n"
        "Not reached. It grows too slowly.\n"
        "What it came to: mine.txt\n"
        "\nNext: grader check u01 --only 1.1\n"
    ) == result.stdout.partition("3.375\n\n")[2]
    assert 1 == result.exit_code


def test_code_that_raises_is_told_with_its_own_line(work: Path) -> None:
    """The reader sees one line of their file, and none of ours."""
    work.write_text(WORK.format("return number.upper()"))

    result = run("1")

    assert (
        f"{OPENING}\n"
        "The story stopped with AttributeError: 'float' object has no attribute\n"
        "'upper', in your code, here:\n"
        "    double.py:5  return number.upper()\n"
        "\nNext: grader check u01\n"
    ) == result.stdout
    assert 1 == result.exit_code


def test_a_file_of_another_kind_is_refused(work: Path) -> None:
    """Before anything runs."""
    result = run("1", "-o", "mine.png")

    assert "Error: mine.png must end in .txt, found .png.\n" == result.stderr
    assert 2 == result.exit_code
    assert work.is_file()


def test_a_course_without_milestones_says_so(work: Path) -> None:
    """A teacher may take them out."""
    (work.parents[1] / "milestones" / "milestones.toml").unlink()

    assert "This course has no milestones.\n" == run().stdout
