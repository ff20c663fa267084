"""What is hidden stays hidden in everything that a student is handed or told."""

from pathlib import Path

import msgspec
import pytest

from grader.authoring.leaks import Leaks
from grader.catalog import load_course
from grader.model import (
    CourseInfo,
    Diagnosis,
    GraderInfo,
    Isolation,
    Outcome,
    Score,
    ScoredCheck,
    ScoredExercise,
    ScoredUnit,
    SubmissionInfo,
    Visibility,
)
from tests.authoring.proving import UNIT, copied, edit

SOLUTION = 'self.grads["gamma"] = (dout * self.x).sum(axis=0)'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the course, for a test to break."""
    return copied(tmp_path)


def leaks_of(root: Path) -> Leaks:
    """Return what looks for leaks of the course's unit."""
    course = load_course(root)
    return Leaks(course, course.units[0])


def append(path: Path, line: str) -> int:
    """Add a line to an open file, and return its number."""
    text = path.read_text(encoding="utf-8") + f"{line}\n"
    path.write_text(text, encoding="utf-8")
    return text.count("\n")


def score_of(check: ScoredCheck) -> Score:
    """Return the score of a submission with one check."""
    exercise = ScoredExercise("1.2", "Scale.backward", check.outcome, 0, 50, (check,))
    return Score(
        SubmissionInfo("s01", (), ()),
        CourseInfo("A course of one unit", "c0ffee", 7),
        GraderInfo("0.1.0", "3.11", "2.4", Isolation("A", ())),
        complete=True,
        score=0,
        max_score=100,
        units=(ScoredUnit(UNIT, "Scaling", 0, 100, (exercise,)),),
        duration_s=0.1,
    )


def test_the_open_files_of_a_sound_unit_show_nothing(root: Path) -> None:
    """Imports and names that both suites share are no leak."""
    assert list(leaks_of(root).in_open_files()) == []


@pytest.mark.parametrize("name", ["README.md", "test_scale.py", "picture.py"])
@pytest.mark.parametrize(
    ("line", "what"),
    [
        (f"# {SOLUTION}", f"a line of the solution, {f'# {SOLUTION}'!r}"),
        ("# near 0.8271", "the literal 0.8271 of the hidden suite"),
        ("# drawn from 20261121", "the course's seed"),
        ("# see solutions/u01_scale", "the path solutions/"),
        ("# hole: 1.1 Scale.forward", "a mark of the reference, '# hole: 1.1 Scale.f"),
    ],
    ids=["solution", "literal", "seed", "path", "mark"],
)
def test_a_leak_in_an_open_file_is_named(
    root: Path, name: str, line: str, what: str
) -> None:
    """With the file and the line."""
    number = append(root / "assignments" / UNIT / name, line)

    found = list(leaks_of(root).in_open_files())

    assert len(found) == 1
    assert found[0].startswith(f"{name}, line {number}: it shows {what}")


def test_a_leak_in_a_hint_is_named(root: Path) -> None:
    """The last hint is nearly the answer, but not the answer."""
    manifest = root / "assignments" / UNIT / "unit.toml"
    text = manifest.read_text(encoding="utf-8")
    number = text[: text.index("hints = [")].count("\n") + 1
    hint = SOLUTION.replace('"', '\\"').replace("\\", "")
    text = text.replace("hints = [", f"hints = ['{hint}', ", 1)
    manifest.write_text(text, encoding="utf-8")

    found = list(leaks_of(root).in_open_files())

    assert len(found) == 1
    assert found[0].startswith(f"unit.toml, line {number}: it shows a line of the sol")


@pytest.mark.parametrize(
    ("part", "fields"),
    [
        ("diagnosis", {"diagnosis": Diagnosis("mistake:x", "the spread of 0.8271")}),
        ("diagnosis", {"diagnosis": Diagnosis("factor:0.8271", "a factor")}),
        ("signature", {"signature": "dx: off by 0.8271"}),
        ("message", {"message": "expected a spread of 0.8271"}),
    ],
    ids=["text", "code", "signature", "message"],
)
def test_a_leak_in_what_a_check_says_is_named(
    root: Path, part: str, fields: dict[str, str | Diagnosis]
) -> None:
    """A cause is read like a message, and grouped failures are handed round."""
    plain = ScoredCheck("dx", "dx is right.", Visibility.HIDDEN, Outcome.WRONG, 0, 50)
    check = msgspec.structs.replace(plain, **fields)

    found = list(leaks_of(root).findings(score_of(check), ""))

    assert found == [
        f"s01: the {part} of dx shows the literal 0.8271 of the hidden suite."
    ]


def test_a_diagnosis_of_an_open_check_is_looked_at_too(root: Path) -> None:
    """It may come from the bank of mistakes, which is hidden."""
    check = ScoredCheck(
        "dx",
        "dx is right.",
        Visibility.OPEN,
        Outcome.WRONG,
        0,
        50,
        diagnosis=Diagnosis("mistake:x", f"Write {SOLUTION} there."),
    )

    found = list(leaks_of(root).findings(score_of(check), ""))

    assert found == ["s01: the diagnosis of dx shows a line of scale.py."]


def test_the_namespace_is_no_secret(root: Path) -> None:
    """The check of devices says this line to whoever needs it, in every unit."""
    line = "xp = array_namespace(x)"
    reference = root / "solutions" / UNIT / "scale.py"
    edit(reference, "        self.x = x\n", f"        {line}\n        self.x = x\n")
    append(root / "assignments" / UNIT / "README.md", f"Write {line}.")
    title, said = "Runs on the GPU.", f"Use {line}."
    check = ScoredCheck(
        "gpu", title, Visibility.HIDDEN, Outcome.WRONG, 0, 50, message=said
    )

    leaks = leaks_of(root)

    assert [] == list(leaks.in_open_files())
    assert [] == list(leaks.findings(score_of(check), ""))
