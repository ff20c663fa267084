"""`grader doctor` looks at this machine, and says what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from grader.catalog.kit import KIT_FILE, kit_list
from grader.cli import findings
from grader.model import Score
from grader.reports.findings import Finding
from grader.sandbox.tiers import Machine
from grader.store import document

Run = Callable[..., Result]
COMPARED = """\
What graded anna (anna.json), and this machine

ok      grader        the same: 0.1.0
look    Python        3.11.7 there, 3.12.1 here
                      Last digits may be rounded differently, which checks allow
                      for; install this version, 3.11.7, if an outcome differs.
ok      NumPy         the same: 2.4.6
ok      tier          the same: A
ok      device        the same: cpu
look    course        c0ffee there, beefbeefbeef here
                      The course was another version; compare the dates of the
                      two, and ask which one holds.
ok      seed          the same: 7
look    batchnorm.py  the file graded, d2f0c3a1b4e5, is not the one here,
                      9e26bf369911
                      Hand in the file that is here if it is the newer one, or
                      check the one that you handed in: copy it here, then
                      compare again.

3 things differ.
"""


DAMAGED = """\
look    course        none that can be read
                      not as in your kit: u02_layers/unit.toml (not there);
                      unpack kit.zip beside this folder and copy it from there.
look    the kit       not as in your kit: u02_layers/unit.toml (not there)
                      Unpack kit.zip beside this folder and copy it from there.
"""


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is known, so that nothing is probed or graded."""
    machine = Machine("A", ("landlock",), forks=True, is_root=False)
    monkeypatch.setattr("grader.cli.doctor.probe", lambda: machine)
    monkeypatch.setattr("grader.cli.doctor.self_check", lambda: Finding("check", "ran"))


@pytest.mark.usefixtures("quick", "kit")
def test_all_that_is_right_is_one_line_each(
    run: Run, kit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the status is 0."""
    monkeypatch.setattr(findings, "_blas", lambda: "openblas 0.3")
    monkeypatch.setattr("grader.cli.doctor.cores", lambda: 8)
    monkeypatch.setattr("platform.python_version", lambda: "3.12.1")
    monkeypatch.setattr("numpy.__version__", "2.4.6")
    monkeypatch.setattr("grader.cli.doctor.os.environ", {})

    result = run("doctor")

    assert result.exit_code == 0
    before, _, after = result.stdout.partition(
        "ok      course        2 units, version "
    )
    assert before == (
        "This machine and this folder\n\n"
        "ok      Python        3.12.1, CPython, 64 bit\n"
        "ok      NumPy         2.4.6, BLAS openblas 0.3\n"
        "ok      BLAS threads  1 in checks, so results repeat; elsewhere up to 8\n"
        "ok      terminal      output goes to a file or pipe: utf-8, 80 columns\n"
        "ok      colour        off, without a terminal\n"
    )
    assert str(kit.name) in after
    assert after.endswith(
        "ok      your files    all are in their folders\n"
        "ok      writing       the folder may be written to\n"
        "ok      progress      nothing is remembered yet\n"
        "ok      isolation     your code runs apart from your other files (tier A)\n"
        "ok      workers       your code starts within milliseconds\n"
        "ok      check         ran\n"
        "\n"
        "All is right.\n"
        "\n"
        "Next: grader\n"
    )


@pytest.mark.usefixtures("quick")
def test_without_a_course_the_machine_is_looked_at_all_the_same(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The status is 1, because there is something to do."""
    monkeypatch.chdir(tmp_path)

    result = run("doctor")

    assert result.exit_code == 1
    assert "look    course        none that can be read\n" in result.stdout
    assert "no course found: expected a folder with" in result.stdout
    assert result.stdout.endswith("ran\n\n1 thing needs a look.\n")


@pytest.mark.usefixtures("quick")
def test_a_kit_whose_course_cannot_be_read_is_looked_at_all_the_same(
    run: Run, kit: Path
) -> None:
    """What is missing says more than what a teacher would do about it."""
    (kit / KIT_FILE).write_bytes(kit_list({"assignments/u02_layers/unit.toml": b""}))
    (kit / "assignments" / "u02_layers" / "unit.toml").unlink()

    result = run("doctor", "--course", str(kit))

    assert DAMAGED in result.stdout


@pytest.mark.usefixtures("quick")
def test_workers_that_are_spawned_are_told_of(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on macOS and Windows."""
    monkeypatch.setenv("GRADER_START", "spawn")

    result = run("doctor")

    assert (
        "ok      isolation     crashes are contained; enough for your own work (tier D)"
        "\nok      workers       your code starts within a second\n"
    ) in result.stdout


@pytest.fixture
def graded(tmp_path: Path, kit: Path, make_score: Callable[..., Score]) -> Path:
    """A document of another machine, whose file was another."""
    (kit / "assignments" / "u06_batchnorm" / "batchnorm.py").write_text("x = 1\n")
    path = tmp_path / "anna.json"
    path.write_bytes(document(make_score("anna")))
    return path


@pytest.mark.usefixtures("quick")
def test_a_document_is_compared(
    run: Run, graded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each difference says what it may mean and what to do."""
    monkeypatch.setattr(
        "grader.judge.judging.platform.python_version", lambda: "3.12.1"
    )
    monkeypatch.setattr("grader.judge.judging.np.__version__", "2.4.6")
    monkeypatch.setattr("grader.judge.judging.grader.__version__", "0.1.0")
    monkeypatch.setattr("grader.catalog.loading._digest", lambda *_: "beef" * 16)

    result = run("doctor", "--against", str(graded))

    assert result.exit_code == 1
    assert COMPARED == result.stdout


def test_what_is_no_document_is_refused(run: Run, tmp_path: Path) -> None:
    """With the name of the file."""
    path = tmp_path / "anna.json"
    path.write_text("{}")

    result = run("doctor", "--against", str(path))

    assert result.exit_code != 0
    assert "anna.json" in result.stderr


@pytest.mark.usefixtures("quick")
def test_a_file_that_is_no_score_document_is_refused(run: Run, tmp_path: Path) -> None:
    """Nothing is graded here, so nothing is to be deleted."""
    path = tmp_path / "nonsense.json"
    path.write_text("[1]")

    result = run("doctor", "--against", str(path))

    assert result.exit_code == 2
    assert result.stderr == (
        f"Error: {path} cannot be compared with: expected a score document that "
        "`grader grade` or your platform wrote.\n"
    )
