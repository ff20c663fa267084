"""A proof that was interrupted goes on with the unit it had come to."""

import re
import shutil
from pathlib import Path

import pytest

import grader
from grader.authoring.resume import tools
from grader.authoring.verify import VerifySettings, verify_units
from grader.catalog import load_course
from tests.authoring.proving import copied

FIRST, SECOND = "u01_scale", "u02_scale"
AGAIN = "u01_scale: proved before; --fresh proves it again."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A course of two units that are alike."""
    root = copied(tmp_path)
    for part in ("assignments", "solutions"):
        shutil.copytree(root / part / FIRST, root / part / SECOND)
        for path in sorted((root / part / SECOND).rglob("*.*")):
            text = re.sub(r"\b1\.([123])\b", r"2.\1", path.read_text(encoding="utf-8"))
            text = text.replace("scale.py", "rescale.py")
            path.write_text(text, encoding="utf-8")
            path.rename(path.with_name(path.name.replace("scale.py", "rescale.py")))
    listed = root / "assignments" / "course.toml"
    text = listed.read_text(encoding="utf-8")
    assert f'["{FIRST}"]' in text
    listed.write_text(text.replace(f'["{FIRST}"]', f'["{FIRST}", "{SECOND}"]'))
    return root


@pytest.fixture(autouse=True)
def grader_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its files may be edited while its tests run; here it stays what it is."""
    monkeypatch.setattr("grader.authoring.resume.tools", lambda: {"today's": None})


class Author:
    """Reads lines, and may press Ctrl-C while reading one."""

    def __init__(self, stops_at: str = "") -> None:
        self.lines: list[str] = []
        self._stops_at = stops_at

    def read(self, line: str) -> None:
        """Read one line."""
        if self._stops_at and line.startswith(self._stops_at):
            raise KeyboardInterrupt
        self.lines.append(line)


def prove(root: Path, author: Author, seeds: int = 1, jobs: int = 1) -> bool:
    """Prove the course, and say whether all of it is proved."""
    course = load_course(root)
    settings = VerifySettings(seeds=seeds, jobs=jobs)
    return verify_units(course, course.units, author.read, settings)


def about(lines: list[str], unit: str) -> list[str]:
    """Return the lines about one unit."""
    return [line for line in lines if line.startswith(unit)]


@pytest.mark.parametrize("jobs", [1, 2], ids=["in this process", "side by side"])
def test_an_interrupted_proof_goes_on_with_the_next_unit(root: Path, jobs: int) -> None:
    """What was proved is said once more, and not done once more."""
    stopped, author = Author(stops_at=f"{FIRST}: known to be right"), Author()
    with pytest.raises(KeyboardInterrupt):
        prove(root, stopped, jobs=jobs)

    assert prove(root, author, jobs=jobs)

    *said, _grounds, again = about(author.lines, FIRST)
    assert (said, again) == (stopped.lines, AGAIN)
    assert len(about(author.lines, SECOND)) == len(said) + 1
    assert author.lines[-1] == (
        "2 units, 2 proved: 4 gradings of right solutions, 0 false alarms."
    )


def test_only_what_is_not_proved_counts_as_work_to_do(root: Path) -> None:
    """A bar that counted the rest as well would jump."""
    course = load_course(root)
    verify_units(course, course.units[:1], Author().read, VerifySettings())
    told: list[tuple[int, int]] = []

    verify_units(
        *(course, course.units, Author().read, VerifySettings()),
        lambda done, total: told.append((done, total)),
    )

    (alone,) = {total for _, total in told}
    assert told[-1] == (alone, alone)
    told.clear()
    verify_units(
        *(course, course.units, Author().read, VerifySettings(fresh=True)),
        lambda done, total: told.append((done, total)),
    )
    assert told[-1] == (2 * alone, 2 * alone)


@pytest.mark.parametrize(
    "name",
    [
        "assignments/u01_scale/README.md",
        "solutions/u01_scale/mistakes/writes_into_x.py",
        "solutions/u01_scale/test_scale.py",
        "assignments/course.toml",
    ],
)
def test_a_unit_is_proved_again_when_a_file_of_it_changes(
    root: Path, name: str
) -> None:
    """A proof holds for the files that were proved, and for no others."""
    prove(root, Author())
    with (root / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    author = Author()

    assert prove(root, author)

    assert AGAIN not in author.lines


def test_a_fresh_proof_of_one_unit_leaves_the_others(root: Path) -> None:
    """They are as proved as they were."""
    prove(root, Author())
    course = load_course(root)
    again, author = Author(), Author()
    settings = VerifySettings(fresh=True)

    verify_units(course, course.units[1:], again.read, settings)
    prove(root, author)

    assert not any("proved before" in line for line in again.lines)
    assert AGAIN in author.lines


def test_a_proof_that_fails_takes_an_earlier_one_back(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Something beside the files may have changed, such as the machine."""
    prove(root, Author())
    course = load_course(root)
    with monkeypatch.context() as change:
        change.setattr(
            "grader.authoring.proofs.file_findings", lambda *_: ["something is wrong."]
        )
        settings = VerifySettings(fresh=True)
        assert not verify_units(course, course.units[:1], Author().read, settings)
    author = Author()

    assert prove(root, author)

    assert AGAIN not in author.lines


def test_another_grader_proves_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its checks may have become sharper."""
    prove(root, Author())
    monkeypatch.setattr("grader.authoring.resume.tools", lambda: {"tomorrow's": None})
    author = Author()

    assert prove(root, author)

    assert AGAIN not in author.lines


def test_every_file_of_the_grader_counts() -> None:
    """And the versions of what it runs on."""
    versions, *files = tools()

    assert versions.split()[0] == grader.__version__
    assert {"authoring/verify.py", "checks/values.py", "model/course.py"} <= set(files)


def test_more_seeds_are_a_new_proof_and_fewer_are_not(root: Path) -> None:
    """Three seeds hold what one does."""
    prove(root, Author(), seeds=2)
    fewer, more = Author(), Author()

    prove(root, fewer, seeds=1)
    prove(root, more, seeds=3)

    assert (AGAIN in fewer.lines, AGAIN in more.lines) == (True, False)


def test_a_unit_with_findings_is_looked_at_again(root: Path) -> None:
    """Its author is at work on it."""
    (root / "assignments" / FIRST / "picture.py").unlink()
    prove(root, Author())
    author = Author()

    assert not prove(root, author)

    assert AGAIN not in author.lines
    assert author.lines[-1] == (
        "2 units, 1 proved: 4 gradings of right solutions, 0 false alarms."
    )


def test_notes_that_cannot_be_read_are_made_again(root: Path) -> None:
    """They are a help, and no more."""
    prove(root, Author())
    (root / ".grader" / "verify.json").write_text("{", encoding="utf-8")
    author = Author()

    assert prove(root, author)

    assert AGAIN not in author.lines


def test_notes_that_cannot_be_written_are_no_failure(root: Path) -> None:
    """The course is proved all the same, and the author reads why."""
    (root / ".grader").write_text("in the way", encoding="utf-8")
    author = Author()

    assert prove(root, author)

    assert about(author.lines, FIRST)[-1] == (
        "u01_scale: the proof cannot be remembered in .grader/verify.json: File "
        "exists; it will be made again next time."
    )
