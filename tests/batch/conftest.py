"""A batch whose judge does what each submission's one line says."""

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.batch import Grading
from grader.judge import JudgeSettings
from grader.model import Course
from grader.store import Store


@pytest.fixture
def grading(course: Course, monkeypatch: pytest.MonkeyPatch) -> Grading:
    """The scripted judge, importable by other processes too."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent / "doubles"))
    judge = importlib.import_module("scripted_judge")
    return Grading(
        course,
        course.units,
        JudgeSettings(),
        grade_all=judge.grade_all,
        take_in=judge.take_in,
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty results folder."""
    return Store(tmp_path / "results")


@pytest.fixture
def hand_in(tmp_path: Path) -> Callable[..., Path]:
    """Write submissions, id=line, into a folder and return the folder."""
    folder = tmp_path / "submissions"
    folder.mkdir()

    def write(**lines: str) -> Path:
        for name, line in lines.items():
            (folder / f"{name}.py").write_text(line)
        return folder

    return write
