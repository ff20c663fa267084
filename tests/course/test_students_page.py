"""docs/students.md holds: what a student types there gives what stands below it."""

import shutil
from pathlib import Path

import pytest

from tests.pages import PART, edit, follow

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "students.md").read_text()
PERCEPTRON = "assignments/u01_perceptron/perceptron.py"
# What the page leaves to its reader.
MENDED = """\
-    return x >= 0
+    return (x > 0).astype(int)
"""


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a student has, and where the student is."""
    kit = tmp_path / "course"
    shutil.copytree(
        ROOT / "assignments",
        kit / "assignments",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    monkeypatch.chdir(kit)
    return kit


def test_a_student_sees_what_the_page_shows(kit: Path) -> None:
    """The first page that is read must not be wrong."""
    told, mended = PAGE.split("<!-- mended -->\n")

    otherwise = [
        line for part in PART.finditer(told) for line in follow(kit, part, silent=1)
    ]
    edit(kit / PERCEPTRON, "change", MENDED)
    otherwise += [
        line for part in PART.finditer(mended) for line in follow(kit, part, silent=1)
    ]

    assert "\n".join(otherwise) == ""
