"""What is handed out holds all that is needed, and nothing that is hidden."""

import hashlib
import io
import stat
import zipfile
from pathlib import Path

import msgspec
import pytest

from grader.bundles import gradescope_bundle, student_kit
from grader.bundles.gradescope import Settings
from grader.bundles.wheel import requirements, wheel
from grader.catalog import load_course
from grader.catalog.kit import KitList
from grader.errors import UsageError
from grader.exports import Showing
from grader.model import Course, Unit

ROOT = Path(__file__).parents[2]
SETTINGS = Settings("u06_batchnorm", Showing.AFTER_PUBLISHED, 540.0)
LONG = 50  # characters of a line that nobody writes twice by accident
OPEN = (".md", ".py", ".toml")


@pytest.fixture(scope="module")
def course() -> Course:
    """The course of this repository."""
    return load_course(ROOT)


@pytest.fixture(scope="module")
def kit(course: Course) -> zipfile.ZipFile:
    """What students receive."""
    return zipfile.ZipFile(io.BytesIO(student_kit(course)))


def unit_of(course: Course, name: str = "u06_batchnorm") -> Unit:
    """Return a unit by its id."""
    return next(unit for unit in course.units if unit.id == name)


def test_a_kit_has_every_unit_and_the_grader(
    course: Course, kit: zipfile.ZipFile
) -> None:
    """Under one folder, so that unpacking makes no mess."""
    names = set(kit.namelist())

    assert all(name.startswith("course/") for name in names)
    for unit in course.units:
        folder = f"course/assignments/{unit.id}"
        for file in ("README.md", "unit.toml", "picture.py", unit.module):
            assert f"{folder}/{file}" in names
        assert f"{folder}/test_{unit.module}" in names
    assert {
        "course/FIRST_STEPS.md",
        "course/requirements.txt",
        "course/kit.json",
        "course/assignments/course.toml",
        "course/assignments/README.md",
        "course/assignments/data/digits.npz",
        "course/assignments/milestones/m1_xor.py",
        "course/assignments/milestones/milestones.toml",
        f"course/{wheel().name}",
    } <= names


def test_first_steps_lead_to_the_first_exercise(kit: zipfile.ZipFile) -> None:
    """Without another page, and short enough to be read."""
    steps = kit.read("course/FIRST_STEPS.md").decode()

    assert "{" not in steps
    assert len(steps.split()) < 350
    for said in (
        f"\npip install {wheel().name}\n",
        "Open `assignments/u01_perceptron/perceptron.py` in your editor",
        '\nraise NotImplementedError("1.1 step")\n',
        "\ngrader check 1.1\n",
    ):
        assert said in steps
    stub = kit.read("course/assignments/u01_perceptron/perceptron.py").decode()
    assert 'raise NotImplementedError("1.1 step")\n' in stub


def test_a_kit_lists_what_checks_need(course: Course, kit: zipfile.ZipFile) -> None:
    """Stubs and handouts are not on the list: students write into them."""
    listed = msgspec.json.decode(kit.read("course/kit.json"), type=KitList).files

    assert not [name for name in listed if name.endswith(".md")]
    for unit in course.units:
        folder = f"assignments/{unit.id}"
        assert f"{folder}/{unit.module}" not in listed
        assert f"{folder}/unit.toml" in listed
        suite = kit.read(f"course/{folder}/test_{unit.module}")
        digest = hashlib.sha256(suite).hexdigest()
        assert digest == listed[f"{folder}/test_{unit.module}"]
    assert {
        "assignments/course.toml",
        "assignments/data/digits.npz",
        "assignments/milestones/m1_xor.py",
    } <= set(listed)


def test_a_kit_holds_nothing_hidden(course: Course, kit: zipfile.ZipFile) -> None:
    """No file of solutions/, and no long line of one that is not open anyway."""
    members = {
        name: kit.read(name) for name in kit.namelist() if not name.endswith(".whl")
    }
    handed_out = b"\n".join(members.values())
    folder = course.root / "assignments"
    is_open = "\n".join(
        path.read_text() for path in folder.rglob("*") if path.suffix in OPEN
    )

    inside = zipfile.ZipFile(io.BytesIO(kit.read(f"course/{wheel().name}"))).namelist()
    assert not [name for name in [*members, *inside] if "solutions" in name]
    for unit in course.units:
        assert unit.hidden is not None
        for path in sorted(unit.hidden.rglob("*.py")):
            for line in map(str.strip, path.read_text().splitlines()):
                if len(line) >= LONG and line not in is_open:
                    assert line.encode() not in handed_out, f"{path}: {line}"


def test_a_kit_has_stubs_whatever_lies_in_assignments(
    course: Course, kit: zipfile.ZipFile
) -> None:
    """Somebody may have worked there."""
    for unit in course.units:
        stub = kit.read(f"course/assignments/{unit.id}/{unit.module}").decode()
        assert "raise NotImplementedError" in stub
        assert "# hole:" not in stub
        assert (unit.folder / unit.module).read_text() == stub


def test_the_same_course_gives_the_same_kit(course: Course) -> None:
    """To the byte."""
    assert student_kit(course) == student_kit(course)


def test_scripts_of_a_bundle_run(course: Course) -> None:
    """Both at the root, with the right to run and Unix's ends of lines."""
    bundle = zipfile.ZipFile(
        io.BytesIO(gradescope_bundle(course, unit_of(course), SETTINGS))
    )

    for name in ("setup.sh", "run_autograder"):
        mode = bundle.getinfo(name).external_attr >> 16
        assert stat.S_IMODE(mode) == 0o755
        data = bundle.read(name)
        assert data.startswith(b"#!/usr/bin/env bash\n")
        assert b"\r" not in data


def test_a_bundle_has_one_unit_and_what_grades_it(course: Course) -> None:
    """No other unit's hidden files, no alternatives, no marking notes."""
    bundle = zipfile.ZipFile(
        io.BytesIO(gradescope_bundle(course, unit_of(course), SETTINGS))
    )
    names = bundle.namelist()
    hidden = [name for name in names if name.startswith("course/solutions/")]

    assert hidden
    assert all(name.startswith("course/solutions/u06_batchnorm/") for name in hidden)
    assert "course/solutions/u06_batchnorm/batchnorm.py" in hidden
    assert not [name for name in names if "alternatives" in name or "marking" in name]
    assert b'units = ["u06_batchnorm"]' in bundle.read("course/assignments/course.toml")


def test_a_course_of_one_unit_is_a_course(course: Course, tmp_path: Path) -> None:
    """With the limits and the seed of the whole one."""
    data = gradescope_bundle(course, unit_of(course), SETTINGS)
    zipfile.ZipFile(io.BytesIO(data)).extractall(tmp_path)

    alone = load_course(tmp_path / "course")

    assert [course.title, course.seed, course.open_share] == [
        alone.title,
        alone.seed,
        alone.open_share,
    ]
    assert unit_of(course).limits == alone.units[0].limits
    assert unit_of(course).exercises == alone.units[0].exercises


def test_a_bundle_needs_the_hidden_suite(course: Course) -> None:
    """A student's folder has none."""
    unit = unit_of(course)
    without = Unit(
        **{f: getattr(unit, f) for f in unit.__struct_fields__ if f != "hidden"},
        hidden=None,
    )

    with pytest.raises(UsageError) as caught:
        gradescope_bundle(course, without, SETTINGS)

    assert str(caught.value) == (
        "the hidden suite of u06_batchnorm is not here: expected "
        "solutions/u06_batchnorm/ beside assignments/; make the bundle in the "
        "teacher's folder."
    )


def test_the_wheel_is_one() -> None:
    """Every member is in its record, and what describes it too."""
    made = wheel()
    file = zipfile.ZipFile(io.BytesIO(made.data))
    record = file.read(f"{made.name.split('-py3')[0]}.dist-info/RECORD").decode()
    listed = [line.split(",")[0] for line in record.splitlines()]

    assert sorted(listed) == sorted(file.namelist())
    assert not [name for name in listed if "__pycache__" in name]


def test_requirements_are_pinned_and_whole() -> None:
    """Those of a submission's grading, and none for development."""
    lines = requirements().splitlines()

    assert all("==" in line for line in lines)
    names = {line.split("==")[0] for line in lines}
    assert {"numpy", "pytest", "msgspec", "click", "pluggy"} <= names
    assert not names & {"ruff", "mypy", "jsonschema", "cupy-cuda12x"}
