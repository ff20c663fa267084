"""Plain `pytest` in a unit's folder runs the open suite on the student's file."""

import subprocess
import sys
from pathlib import Path

import pytest


def run_pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run pytest as a student would, in another process."""
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def write_solution(course_root: Path, old: str = "", new: str = "") -> Path:
    """Put the reference, edited, where the student's file is."""
    unit = course_root / "assignments" / "u01_scale"
    reference = course_root / "solutions" / "u01_scale" / "scale.py"
    source = reference.read_text(encoding="utf-8").replace(old, new)
    (unit / "scale.py").write_text(source, encoding="utf-8")
    return unit


def test_a_right_solution_passes(course_root: Path) -> None:
    """Without conftest, path setting or options."""
    unit = write_solution(course_root)

    done = run_pytest(unit)

    assert "3 passed" in done.stdout
    assert 0 == done.returncode


def test_an_untouched_stub_says_not_started(course_root: Path) -> None:
    """The same words as in `grader check`, and no traceback of ours."""
    unit = course_root / "assignments" / "u01_scale"

    done = run_pytest(unit)

    assert "not started: 1.1 Scale.forward is not written yet." in done.stdout
    assert "3 failed" in done.stdout
    assert "Traceback" not in done.stdout


def test_a_wrong_gradient_shows_the_message(course_root: Path) -> None:
    """The page a student sees, in pytest's own report."""
    unit = write_solution(course_root, ".sum(axis=0)", ".mean(axis=0)")

    done = run_pytest(unit)

    assert (
        'wrong: grads["gamma"] disagrees with a numerical derivative of your own '
        "forward pass."
    ) in done.stdout
    assert "input      x (2, 3), dout (2, 3), seed 20261121" in done.stdout
    assert "1 failed, 2 passed" in done.stdout


@pytest.mark.parametrize(
    ("policy", "line"),
    [
        pytest.param("", "It is half of the right gradient: ", id="second try"),
        pytest.param(
            'diagnosis = "after_due"\n[due]\nu01_scale = 2999-01-31T00:00:00Z\n',
            "The cause is told once u01 is due: 2999-01-31 00:00 UTC.",
            id="before the due date",
        ),
    ],
)
def test_a_cause_is_told_unless_the_course_waits_for_a_date(
    course_root: Path, policy: str, line: str
) -> None:
    """Nobody counts runs here, so it is told in the first."""
    unit = write_solution(course_root, ".sum(axis=0)", ".mean(axis=0)")
    course = course_root / "assignments" / "course.toml"
    lines = course.read_text(encoding="utf-8")
    course.write_text(lines.replace("[limits]", f"{policy}[limits]"), encoding="utf-8")

    done = run_pytest(unit)

    assert line in done.stdout


def test_what_the_code_prints_is_shown(course_root: Path) -> None:
    """A student debugs with print."""
    unit = write_solution(
        course_root,
        "        self.x = x\n",
        "        print('hello')\n        return 1\n",
    )

    done = run_pytest(unit, "-k", "every_column")

    assert "printed:\nhello" in done.stdout


def test_other_tests_are_left_alone(tmp_path: Path) -> None:
    """The plugin is installed for every project of that environment."""
    (tmp_path / "test_mine.py").write_text("def test_mine():\n    assert True\n")

    done = run_pytest(tmp_path)

    assert "1 passed" in done.stdout
