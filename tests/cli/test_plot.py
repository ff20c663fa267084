"""`grader plot` writes a picture file, or says in one sentence why not."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli import main

MINICOURSE = Path(__file__).parent.parent / "minicourse"


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A student's kit, as the current folder."""
    shutil.copytree(MINICOURSE / "assignments", tmp_path / "assignments")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    """Run `grader plot` in this process."""
    return CliRunner().invoke(main, ["plot", *arguments])


@pytest.mark.parametrize(
    ("arguments", "name", "start"),
    [
        ((), "u01_scale.png", b"\x89PNG"),
        (("-o", "mine.svg"), "mine.svg", b"<?xml"),
    ],
    ids=["png", "svg"],
)
def test_a_stub_is_drawn_as_an_empty_picture(
    kit: Path, arguments: tuple[str, ...], name: str, start: bytes
) -> None:
    """A student may look before anything is written."""
    result = run("u01", *arguments)

    assert (
        f"{name}, in this folder, shows nothing of yours yet: no exercise of scale.py "
        "is written. Next: grader check 1.1"
    ) == " ".join(result.stdout.split())
    assert (kit / name).read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("backward", "said", "following"),
    [
        (
            'raise NotImplementedError("1.2 Scale.backward")',
            " Not written yet: 1.2.",
            "1.2",
        ),
        ("return dout * self.params['gamma']", "", "u01"),
    ],
    ids=["half", "whole"],
)
def test_what_is_not_written_is_named(
    kit: Path, backward: str, said: str, following: str
) -> None:
    """An empty panel does not say which exercise it waits for."""
    path = kit / "assignments" / "u01_scale" / "scale.py"
    text = path.read_text().replace(
        'raise NotImplementedError("1.1 Scale.forward")',
        "return x * self.params['gamma']",
    )
    hole = 'raise NotImplementedError("1.2 Scale.backward")'
    path.write_text(text.replace(hole, backward))

    assert (
        f"u01_scale.png, in this folder, shows what your scale.py computes.{said} "
        f"Next: grader check {following}"
    ) == " ".join(run("u01").stdout.split())


def test_what_stops_the_code_is_told(kit: Path) -> None:
    """An empty panel alone would look like work that is not begun."""
    path = kit / "assignments" / "u01_scale" / "scale.py"
    hole = 'raise NotImplementedError("1.1 Scale.forward")'
    path.write_text(path.read_text().replace(hole, "return 1 / int()"))
    lines = path.read_text().splitlines()
    line = 1 + next(n for n, text in enumerate(lines) if "int()" in text)

    said = " ".join(run("u01").stdout.split())

    assert said.startswith(
        "u01_scale.png, in this folder, shows what your scale.py computes. Not written "
        "yet: 1.2. A part of it is missing, for your code stopped: "
    )
    assert f"at scale.py:{line}: " in said
    assert f"{line} | return 1 / int()" in said


def test_a_file_that_cannot_be_imported_is_told(kit: Path) -> None:
    """An empty picture alone would look like work that is not begun."""
    (kit / "assignments" / "u01_scale" / "scale.py").write_text("def f(:\n")

    result = run("u01")

    assert (
        "u01_scale.png, in this folder, shows nothing of yours: scale.py cannot be\n"
        "imported. SyntaxError at scale.py:1: invalid syntax.\n\n    1 | def f(:\n"
        "\nNext: grader check u01\n"
    ) == result.stdout
    assert 1 == result.exit_code
    assert (kit / "u01_scale.png").is_file()


def test_a_hole_that_the_import_meets_is_told(kit: Path) -> None:
    """What to delete is all there is to say."""
    work = kit / "assignments" / "u01_scale" / "scale.py"
    work.write_text('def f():\n    raise NotImplementedError("1.1 f")\n\n\nf()\n')

    result = run("u01")

    assert (
        "u01_scale.png, in this folder, shows nothing of yours: scale.py:5 calls f, "
        "which\nis not written yet, so the file cannot be imported. Delete that line.\n"
        "\n    5 | f()\n\nNext: grader check 1.1\n"
    ) == result.stdout


def test_a_file_that_is_not_there_is_told(kit: Path) -> None:
    """The picture is that of an empty unit."""
    (kit / "assignments" / "u01_scale" / "scale.py").unlink()

    result = run("u01")

    assert (
        "u01_scale.png, in this folder, shows nothing of yours: there is no scale.py "
        "in\nu01_scale.\n\nNext: grader check u01\n" == result.stdout
    )
    assert 1 == result.exit_code


def test_in_a_units_folder_that_unit_is_drawn(
    kit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one works is what one means."""
    monkeypatch.chdir(kit / "assignments" / "u01_scale")

    result = run()

    assert (
        "u01_scale.png, in this folder, shows nothing of yours yet: no exercise of\n"
        "scale.py is written.\n\nNext: grader check 1.1\n"
    ) == result.stdout


@pytest.mark.usefixtures("kit")
def test_elsewhere_the_unit_is_to_be_named() -> None:
    """A picture of another unit would not be noticed."""
    result = run()

    assert (result.stdout, result.exit_code) == ("", 2)
    assert (
        "Error: name the unit whose picture to draw, as in grader plot u01.\n"
    ) == result.stderr


def test_other_formats_are_refused(kit: Path) -> None:
    """Before anything is computed."""
    result = run("u01", "-o", "mine.jpg")

    assert "Error: mine.jpg must end in .png or .svg, found .jpg.\n" == result.stderr
    assert 2 == result.exit_code
    assert not (kit / "mine.jpg").exists()
