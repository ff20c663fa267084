"""The example submissions are what the tool makes, and get what they deserve."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from grader.batch import Grading, grade_folder
from grader.catalog import load_course
from grader.judge import JudgeSettings
from grader.model import Outcome, Score
from grader.reports.tables import render_batch_table
from grader.store import Store

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples" / "submissions"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """The development-time tool."""
    path = ROOT / "tools" / "make_examples.py"
    spec = importlib.util.spec_from_file_location("make_examples", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def scores(
    maker: ModuleType, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Score]:
    """Every example, graded as `make demo` grades it."""
    course = load_course(ROOT)
    store = Store(tmp_path_factory.mktemp("results"))
    named = maker.MODULES.values()
    units = tuple(unit for unit in course.units if unit.id in named)
    grading = Grading(course, units, JudgeSettings())
    grade_folder(grading, EXAMPLES, store)
    return {score.submission.id: score for score in store.scores()}


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_examples_are_what_the_tool_makes(
    maker: ModuleType, tmp_path: Path
) -> None:
    """They follow the references; run `python tools/make_examples.py` if not."""
    maker.write(tmp_path / "made")

    assert contents(tmp_path / "made") == contents(EXAMPLES)


def test_there_are_examples_of_every_kind(scores: dict[str, Score]) -> None:
    """Each has a score document, whatever it did."""
    assert len(list(EXAMPLES.iterdir())) == len(scores)
    assert len(scores) >= 14
    assert all(score.complete for score in scores.values())


def test_the_readme_shows_what_make_demo_prints(scores: dict[str, Score]) -> None:
    """It says that it is real output; a new exercise makes it untrue."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("<!-- demo")[2].split("```\n")[1]

    table = render_batch_table([scores[name] for name in sorted(scores)], [], 80)

    assert f"{table}\nScore documents and grade book: results/demo\n" == shown


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("ada_full_marks", 100.0),
        ("ben_full_marks_in_another_style", 100.0),
        ("dan_untouched_stubs", 0.0),
        ("finn_syntax_error", 0.0),
        ("gus_import_error", 0.0),
        ("kurt_prints_100_mb", 100.0),
        ("nora_zip", 100.0),
        ("omar_notebook", 33.333333),
        ("pia_tar", 33.333333),
    ],
)
def test_an_example_gets_exactly_its_points(
    scores: dict[str, Score], name: str, points: float
) -> None:
    """Right work in any form gets everything, nothing gets nothing."""
    assert points == scores[name].score


@pytest.mark.parametrize(
    ("name", "exercise_id", "outcome"),
    [
        ("cleo_partly_done", "2.2", Outcome.PASSED),
        ("cleo_partly_done", "2.3", Outcome.NOT_STARTED),
        ("eve_subtle_mistakes", "6.3", Outcome.WRONG),
        ("hana_endless_loop", "4.5", Outcome.TIMEOUT),
        ("hana_endless_loop", "4.4", Outcome.PASSED),
        ("ivan_memory_hog", "2.5", Outcome.MEMORY),
        ("june_crash", "6.5", Outcome.CRASHED),
        ("june_crash", "6.3", Outcome.PASSED),
        ("lena_reads_the_hidden_suite", "6.3", Outcome.WRONG),
        ("milo_own_conftest_and_numpy", "2.4", Outcome.WRONG),
        ("milo_own_conftest_and_numpy", "2.1", Outcome.PASSED),
    ],
)
def test_a_fault_shows_in_its_own_exercise(
    scores: dict[str, Score], name: str, exercise_id: str, outcome: Outcome
) -> None:
    """The rest of the work keeps its points."""
    exercises = [e for unit in scores[name].units for e in unit.exercises]

    assert outcome is next(e for e in exercises if e.id == exercise_id).outcome


def test_what_is_not_a_module_is_ignored_and_listed(scores: dict[str, Score]) -> None:
    """conftest.py, pytest.ini and a numpy of one's own."""
    assert ("conftest.py", "numpy/__init__.py", "pytest.ini") == scores[
        "milo_own_conftest_and_numpy"
    ].submission.ignored
