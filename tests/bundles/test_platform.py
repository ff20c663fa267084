"""A bundle in Gradescope's own layout gives what `grader grade` gives."""

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.bundles import gradescope_bundle
from grader.bundles.gradescope import Settings
from grader.catalog import load_course
from grader.exports import Showing, gradescope
from grader.intake import take_in
from grader.judge import JudgeSettings, grade_one
from grader.model import Score

ROOT = Path(__file__).parents[2]
SUBMISSIONS = sorted((ROOT / "examples" / "submissions").iterdir())
UNIT = "u06_batchnorm"
TOOLS = ("bash", "dirname", "mkdir", "cp", "chmod", "env")
PYTHONS = {name for name in os.environ if name.startswith(("PYTHON", "COV_"))}

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the platform runs Linux"),
    pytest.mark.skipif(os.name == "posix" and os.geteuid() != 0, reason="needs root"),
]


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The platform's folder, with the bundle unpacked and set up by its own script."""
    root = tmp_path_factory.mktemp("platform")
    for folder in (root, *root.parents[:2]):
        folder.chmod(0o755)  # a worker's own uid must be able to pass through
    course = load_course(ROOT)
    unit = next(one for one in course.units if one.id == UNIT)
    settings = Settings(UNIT, Showing.AFTER_PUBLISHED, 100.0)
    data = gradescope_bundle(course, unit, settings)
    source = root / "source"
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        for info in bundle.infolist():
            bundle.extract(info, source)
            (source / info.filename).chmod(info.external_attr >> 16 & 0o777)
    run([source / "setup.sh"], root)
    shutil.copy(source / "run_autograder", root)
    tools = root / "tools"  # no bubblewrap, as on the platform
    tools.mkdir()
    for tool in TOOLS:
        (tools / tool).symlink_to(str(shutil.which(tool)))
    yield root
    shutil.rmtree(root)


def run(command: list[Path], root: Path, path: str | None = None) -> str:
    """Run a script of the bundle, and return what it printed."""
    env = {key: value for key, value in os.environ.items() if key not in PYTHONS}
    env["PATH"] = env["PATH"] if path is None else path
    done = subprocess.run(  # noqa: S603 - scripts of our own
        command, cwd=root, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def graded(platform: Path, submission: Path) -> dict[str, object]:
    """Hand a submission in and return the platform's results."""
    place = platform / "submission"
    shutil.rmtree(place, ignore_errors=True)
    shutil.rmtree(platform / "results", ignore_errors=True)
    if submission.is_dir():
        shutil.copytree(submission, place)
    else:
        place.mkdir()
        shutil.copy(submission, place)
    metadata = {"id": 4711, "users": [{"name": "Anna"}], "unknown": None}
    (platform / "submission_metadata.json").write_text(json.dumps(metadata))
    run([platform / "run_autograder"], platform, str(platform / "tools"))
    found: dict[str, object] = json.loads(
        (platform / "results" / "results.json").read_text()
    )
    return found


def at_home(submission: Path) -> Score:
    """Grade a submission as `grader grade` does."""
    course = load_course(ROOT)
    units = [unit for unit in course.units if unit.id == UNIT]
    return grade_one(course, units, take_in(submission, units), JudgeSettings())


def told(tests: object) -> list[dict[str, object]]:
    """Return what a student sees of tests."""
    assert isinstance(tests, list)
    return tests


@pytest.mark.parametrize(
    "submission",
    [path for path in SUBMISSIONS if path.is_dir()],
    ids=lambda path: path.name,
)
def test_the_platform_gives_what_we_give(platform: Path, submission: Path) -> None:
    """Points, outcomes and messages, of honest and of hostile submissions."""
    found = graded(platform, submission)
    expected = json.loads(gradescope(at_home(submission)))

    assert expected["score"] == found["score"]
    assert "4711" == found["extra_data"]["submission"]  # type: ignore[index]
    assert expected["tests"] == told(found["tests"])


def test_hidden_files_are_closed(platform: Path) -> None:
    """Nobody but root may enter the course, or read the results."""
    graded(platform, SUBMISSIONS[0])

    for folder in ("source/course", "results"):
        assert (platform / folder).stat().st_mode & 0o077 == 0


def test_a_refused_submission_is_told_why(platform: Path, tmp_path: Path) -> None:
    """In place of a score that nobody understands."""
    (tmp_path / "batchnorm.py").write_bytes(b"#" * (1 << 21))

    found = graded(platform, tmp_path)

    assert 0.0 == found["score"]
    said = str(found["output"])
    assert said.startswith("Your submission was not graded: ")
    assert "batchnorm.py" in said
    assert str(platform) not in said


def test_a_run_that_takes_too_long_says_so(platform: Path) -> None:
    """Before the platform ends it without a word."""
    settings = platform / "source" / "settings.json"
    kept = settings.read_text()
    settings.write_text(kept.replace("100.0", "0.2"))
    try:
        found = graded(platform, SUBMISSIONS[0])
    finally:
        settings.write_text(kept)

    assert found["output"] == (
        "Grading did not end within 0.00333 minutes, so there is no score. Look for a "
        "loop in your code that takes very long, and hand in again."
    )


def test_a_broken_installation_leaves_a_document(platform: Path) -> None:
    """It stands before any code of ours runs."""
    python = platform / "source" / "venv"
    aside = platform / "source" / "aside"
    python.rename(aside)
    try:
        found = graded(platform, SUBMISSIONS[0])
    finally:
        aside.rename(python)

    assert found["output"] == (
        "Your submission has not been graded: the grader did not come to its end. "
        "That is no fault of yours. Please tell your teacher."
    )
