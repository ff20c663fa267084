"""The student's work in a course of one unit with one short story."""

from pathlib import Path

import pytest

from tests.milestones.short_story import make_course


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The student's module."""
    return make_course(tmp_path)
