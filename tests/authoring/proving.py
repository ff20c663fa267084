"""A small course on the disk for a test to break, and what proving it says."""

import shutil
from pathlib import Path

from grader.authoring.verify import VerifySettings, verify_units
from grader.catalog import load_course

MINICOURSE = Path(__file__).parent.parent / "minicourse"
UNIT = "u01_scale"


def copied(folder: Path) -> Path:
    """Return a copy of the course, below a folder."""
    root = folder / "course"
    shutil.copytree(MINICOURSE, root, ignore=shutil.ignore_patterns("__pycache__"))
    return root


def edit(path: Path, old: str, new: str) -> None:
    """Replace text that must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text  # noqa: S101 - of a test
    path.write_text(text.replace(old, new), encoding="utf-8")


def proof(root: Path, seeds: int = 1) -> tuple[bool, list[str]]:
    """Return whether the course is proved, and the lines that were said."""
    course = load_course(root)
    lines: list[str] = []
    proved = verify_units(
        course, course.units, lines.append, VerifySettings(seeds=seeds)
    )
    return proved, lines


def findings_of(root: Path, seeds: int = 1) -> list[str]:
    """Return what proving the course finds: the lines before those of counts."""
    proved, lines = proof(root, seeds)
    counts = next(place for place, line in enumerate(lines) if " exercises, " in line)
    assert proved == (counts == 0)  # noqa: S101 - of a test
    return lines[:counts]
