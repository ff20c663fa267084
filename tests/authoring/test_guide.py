"""docs/authoring.md holds: its unit is written and proved as the page tells."""

import re
import shutil
from pathlib import Path

import pytest

from grader import checks
from tests.pages import PART, follow

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "authoring.md").read_text()
MINICOURSE = ROOT / "tests" / "minicourse"
TABLE_NAME = re.compile(r"`(\w+)`")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of one unit with the digits, which is where the author is."""
    root = tmp_path / "course"
    shutil.copytree(MINICOURSE, root, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "assignments" / "data", root / "assignments" / "data")
    monkeypatch.chdir(root)
    return root


def test_the_unit_of_the_guide_is_proved_as_it_tells(root: Path) -> None:
    """An author types what the page shows, and sees what it shows."""
    parts = list(PART.finditer(GUIDE))

    otherwise = [told for part in parts for told in follow(root, part)]

    assert "\n".join(otherwise) == ""
    assert (root / "tables" / "u20_softsign.html").is_file()


def test_the_guide_names_all_that_suites_may_import() -> None:
    """An author who needs a check must be able to find it."""
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", GUIDE, re.MULTILINE)
    named = {name for row in rows for name in TABLE_NAME.findall(row)}

    assert set(checks.__all__) == named
