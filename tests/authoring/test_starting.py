"""A started unit is proved at once, and starting one loses nothing."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.authoring.starting import plan_unit, start_unit
from grader.authoring.verify import VerifySettings, verify_units
from grader.catalog import load_course, select_units
from grader.errors import CourseError, UsageError
from grader.judge import JudgeSettings
from grader.judge.pictures import Picture

MINICOURSE = Path(__file__).parent.parent / "minicourse"
PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
OURS = ["--config", 'lint.isort.known-first-party=["grader"]']  # as it is in here
MAP = """\
# A course of one unit

| unit | paper | exercises | points | time | before |
| --- | --- | --- | --- | --- | --- |
| [1. Scaling](u01_scale/README.md) |  | 1.1 to 1.3 | 100 | 0 h 20 min | nothing |

The end.
"""
ROW = (
    "| [7. Dropout](u07_dropout/README.md) | Srivastava et al. (2014) | 7.1 to 7.1 "
    "| 100 | 0 h 30 min | say here what a student must know |\n"
)
FILES = {
    "assignments/u07_dropout/README.md",
    "assignments/u07_dropout/dropout.py",
    "assignments/u07_dropout/picture.py",
    "assignments/u07_dropout/test_dropout.py",
    "assignments/u07_dropout/unit.toml",
    "solutions/u07_dropout/alternatives/maximum.py",
    "solutions/u07_dropout/dropout.py",
    "solutions/u07_dropout/marking.md",
    "solutions/u07_dropout/mistakes/denominator_without_absolute_value.py",
    "solutions/u07_dropout/mistakes/rows_in_a_loop.py",
    "solutions/u07_dropout/reveal.toml",
    "solutions/u07_dropout/test_dropout.py",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the course of one unit, with a map."""
    root = tmp_path / "course"
    shutil.copytree(MINICOURSE, root, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "assignments" / "README.md").write_text(MAP)
    return root


def start(root: Path, name: str = "u07_dropout", title: str = "Dropout") -> None:
    """Start a unit in the course."""
    plan = plan_unit(load_course(root), name, title, "Srivastava et al. (2014)")
    start_unit(plan)


def contents(root: Path) -> dict[str, bytes]:
    """Return every file of the course."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def refusal(root: Path, name: str = "u07_dropout", title: str = "Dropout") -> str:
    """Return why a unit cannot be started, having seen that nothing was changed."""
    before = contents(root)
    with pytest.raises((UsageError, CourseError)) as caught:
        start(root, name, title)
    assert contents(root) == before
    return str(caught.value)


def test_a_started_unit_is_proved(root: Path) -> None:
    """The author changes one thing at a time from something that holds."""
    start(root)
    course = load_course(root)
    lines: list[str] = []

    proved = verify_units(
        course, select_units(course, ["u07"]), lines.append, VerifySettings(seeds=3)
    )

    assert proved, lines
    assert lines[0].startswith(
        "u07_dropout: 1 exercises, 1 open and 2 hidden checks; reference 100, stub 0; "
        "1 of 1 alternatives full; 2 of 2 mistakes caught;"
    )


def test_every_hidden_check_of_a_started_unit_has_a_mistake(root: Path) -> None:
    """An author sees that a check is worth what it alone catches."""
    start(root)
    course = load_course(root)
    lines: list[str] = []

    verify_units(course, select_units(course, ["u07"]), lines.append, VerifySettings())

    assert " 0 idle (they catch no mistake)." in "\n".join(lines)


@pytest.mark.parametrize("act", [["check", *OURS], ["format", "--check"]])
def test_a_started_unit_keeps_the_rules_of_the_house(
    root: Path, act: list[str]
) -> None:
    """Its author does not begin with the linter's complaints."""
    start(root, title=60 * "t")
    shutil.copy(PYPROJECT, root)

    ruff = subprocess.run(  # noqa: S603 - ruff of this environment
        [sys.executable, "-m", "ruff", *act, "assignments", "solutions"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ruff.returncode, ruff.stderr) == (0, ""), ruff.stdout


def test_a_started_unit_has_a_picture_that_keeps_its_claim(root: Path) -> None:
    """With the reference it is drawn, with the stub it is empty."""
    start(root)
    (unit,) = select_units(load_course(root), ["u07"])
    picture = Picture(unit)
    reference = (root / "solutions" / "u07_dropout" / "dropout.py").read_bytes()

    data = picture.data(reference, JudgeSettings())
    empty = picture.data((unit.folder / "dropout.py").read_bytes(), JudgeSettings())

    picture.claim(data)
    assert len(picture.draw(data).axes[0].lines) == 2
    assert len(picture.draw(empty).axes[0].lines) == 1


def test_only_the_list_and_the_map_are_changed(root: Path) -> None:
    """Each gets one entry, in the order of the units' numbers."""
    before = contents(root)

    start(root)

    after = contents(root)
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {"assignments/course.toml", "assignments/README.md"}
    assert after.keys() - before.keys() == FILES
    assert after["assignments/README.md"].decode() == MAP.replace(
        "\n\nThe end", f"\n{ROW}\nThe end"
    )
    assert after["assignments/course.toml"] == before[
        "assignments/course.toml"
    ].replace(b'["u01_scale"]', b'["u01_scale", "u07_dropout"]')


def test_a_unit_with_a_low_number_comes_first(root: Path) -> None:
    """The list is the order in which units are taught."""
    start(root, "u00_warm_up", "Warming up")

    course = load_course(root)

    assert [unit.id for unit in course.units] == ["u00_warm_up", "u01_scale"]
    rows = (root / "assignments" / "README.md").read_text().split("\n")
    assert rows[4].startswith("| [0. Warming up](u00_warm_up/README.md) |")


def test_a_list_over_several_lines_keeps_its_comments(root: Path) -> None:
    """People write course.toml, so what they wrote stays."""
    path = root / "assignments" / "course.toml"
    path.write_text(
        path.read_text().replace(
            '["u01_scale"]', "[\n  'u01_scale',  # the first\n]  # in order"
        )
    )

    start(root)

    assert (
        "units = [\n  'u01_scale', \"u07_dropout\",  # the first\n]  # in order\n"
    ) in path.read_text()
    assert [unit.id for unit in load_course(root).units] == ["u01_scale", "u07_dropout"]


def test_a_course_without_a_map_is_given_none(root: Path) -> None:
    """The author is told so."""
    (root / "assignments" / "README.md").unlink()

    plan = plan_unit(load_course(root), "u07_dropout", "Dropout")

    assert not plan.has_map
    assert [path.name for path in plan.changed] == ["course.toml"]


def test_a_list_in_another_form_is_left_to_the_author(root: Path) -> None:
    """A wrong guess would break the course."""
    path = root / "assignments" / "course.toml"
    path.write_text(path.read_text().replace("units =", '"units" ='))

    assert refusal(root) == (
        "assignments/course.toml: expected the line units = [...] with one name after "
        "the other, found another form; put 'u07_dropout' in by hand."
    )


@pytest.mark.parametrize("side", ["assignments", "solutions"])
def test_a_folder_that_is_there_is_left_alone(root: Path, side: str) -> None:
    """Somebody's work may be in it."""
    (root / side / "u07_dropout").mkdir()
    (root / side / "u07_dropout" / "notes.txt").write_text("mine")

    assert refusal(root) == (
        f"{side}/u07_dropout is there already and nothing of it was changed; choose "
        "another name or move it away."
    )


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("u01_dropout", "number 1 is taken by u01_scale"),
        ("u1_dropout", "number 1 is taken by u01_scale"),
        ("u07_scale", "the module scale.py is taken by u01_scale"),
    ],
    ids=["number", "number in short", "module"],
)
def test_what_another_unit_has_is_refused(root: Path, name: str, reason: str) -> None:
    """A course with two of them would not load."""
    assert refusal(root, name) == (
        f"{name} cannot be started: {reason}; choose another name."
    )


@pytest.mark.parametrize(
    "name", ["dropout", "u07", "u07_Dropout", "u07_2d", "../u07_dropout", "u07_a/b"]
)
def test_a_name_that_is_none_of_a_unit_is_refused(root: Path, name: str) -> None:
    """It names folders and a module."""
    assert refusal(root, name) == (
        f"a unit cannot be called {name!r}; expected a name such as u07_dropout: u, a "
        "number, and words of small letters, digits and underscores."
    )


@pytest.mark.parametrize("module", ["random", "numpy", "picture", "test_x", "lambda"])
def test_a_module_that_would_hide_another_is_refused(root: Path, module: str) -> None:
    """A student's `import random` would find the exercise."""
    assert refusal(root, f"u07_{module}") == (
        f"a unit cannot be called 'u07_{module}': its module {module}.py would hide "
        "one that Python, NumPy or the course needs; use another word."
    )


@pytest.mark.parametrize(
    "title", ["", " ", 'A "title"', "a | b", "two\nlines", "[x]", "\\", 61 * "t"]
)
def test_a_title_that_would_break_a_file_is_refused(root: Path, title: str) -> None:
    """It is written into TOML, Python and a table."""
    assert refusal(root, title=title) == (
        f"the title cannot be {title!r}; expected one line of 1 to 60 characters "
        "without quotes, backslashes, bars and brackets."
    )


def test_a_students_copy_starts_no_unit(root: Path) -> None:
    """It has no place for the reference."""
    shutil.rmtree(root / "solutions")

    assert refusal(root) == (
        "this is a copy for students, without solutions/; start a unit where the "
        "solutions are."
    )


def test_a_start_that_fails_half_way_leaves_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A course that lists half a unit would not load."""

    def fail(path: Path, _data: bytes) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("grader.authoring.starting.write_atomically", fail)

    assert refusal(root) == (
        f"cannot write {root / 'assignments' / 'README.md'}: No space left on device; "
        "no unit was started."
    )
    assert not (root / "solutions" / "u07_dropout").exists()
