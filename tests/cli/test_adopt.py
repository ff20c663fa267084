"""`grader adopt` from a batch to a known mistake."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli import main

MINICOURSE = Path(__file__).parent.parent / "minicourse"
WORDS = (
    "--name",
    "saturated",
    "--clause",
    "the gradient is made with the tanh of the input",
)
Run = Callable[..., Result]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A teacher's course, and one submission with a mistake nobody knows."""
    root = tmp_path / "course"
    shutil.copytree(MINICOURSE, root, ignore=shutil.ignore_patterns("__pycache__"))
    source = (root / "solutions" / "u01_scale" / "scale.py").read_text()
    (root / "handed_in" / "ann").mkdir(parents=True)
    (root / "handed_in" / "ann" / "scale.py").write_text(
        source.replace("(dout * self.x)", "(dout * np.tanh(self.x))").replace(
            "Return the gradient", "Ann's gradient"
        )
    )
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def run(root: Path) -> Run:  # noqa: ARG001 - run where the course is
    """Run a command line."""

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments, prog_name="grader")

    return invoke


def test_a_group_of_the_report_becomes_a_known_mistake(run: Run, root: Path) -> None:
    """From two commands to a file that the next batch uses."""
    run("batch", "handed_in", "-o", "results", "--jobs", "1")
    report = run("report", "results", "--submissions", "handed_in").stdout

    result = run("adopt", "results", report[:6], "--submissions", "handed_in", *WORDS)

    path = "solutions/u01_scale/mistakes/saturated.py"
    assert (
        f"{path} is written; 1 of the graded submissions made it.\n"
        "Next: read it, then grader verify u01\n"
    ) == result.stdout
    assert 0 == result.exit_code
    assert "Ann" not in report + (root / path).read_text()


def test_a_group_that_is_not_there_is_refused(run: Run) -> None:
    """With the command that shows them."""
    run("batch", "handed_in", "-o", "results", "--jobs", "1", "--unit", "u01")

    result = run("adopt", "results", "x", "--submissions", "handed_in", *WORDS)

    assert 2 == result.exit_code
    assert result.stderr.startswith("Error: no group 'x': the results have ")


@pytest.mark.parametrize("left_out", ["--submissions", "--name", "--clause"])
def test_what_a_mistake_needs_must_be_given(run: Run, left_out: str) -> None:
    """A file without a sentence teaches nobody."""
    given = {"--submissions": "handed_in", "--name": "three", "--clause": "x"}
    del given[left_out]

    result = run(
        "adopt", "results", "x", *(word for pair in given.items() for word in pair)
    )

    assert 2 == result.exit_code
    assert f"Missing option '{left_out}'" in result.stderr
