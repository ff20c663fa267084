"""A unit's files: all that must be there, nothing that is not listed, one story."""

import re
from collections.abc import Iterator

from grader.authoring.revealing import REVEAL_FILE, reveal_findings
from grader.catalog import suite_files
from grader.model import ScoredUnit, Unit, Visibility

OPEN_FILES = frozenset({"README.md", "unit.toml", "picture.py"})
HIDDEN_FILES = frozenset({"marking.md", "mistakes", "alternatives", REVEAL_FILE})
UNPROVED = {
    "mistakes": "nothing shows that a check can fail",
    "alternatives": "nothing shows that other right code gets its points",
}
CACHES = frozenset({"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache"})


def file_findings(unit: Unit, scored: ScoredUnit) -> list[str]:
    """Return what is missing, unlisted, or told differently in two places.

    Args:
        unit: the unit, with its folder in solutions/.
        scored: a score of it, for the names of its checks.
    """
    return [
        *_listing(unit),
        *_too_few(unit),
        *_handout(unit),
        *_marking(unit, scored),
        *_reveal(unit),
    ]


def _listing(unit: Unit) -> Iterator[str]:
    for folder, own in ((unit.folder, OPEN_FILES), (unit.hidden, HIDDEN_FILES)):
        if folder is None:
            continue
        where = f"{folder.parent.name}/{folder.name}"
        found = {path.name for path in folder.iterdir()} - CACHES
        suite = {path.name for path in suite_files(folder, unit.module)}
        expected = {unit.module, f"test_{unit.module}"} | suite | own
        for name in sorted(expected - found):
            yield f"{where}: {name} is missing."
        for name in sorted(found - expected):
            yield (
                f"{where}: {name} is not a file of a unit; remove it, or it would be "
                "handed out or kept by accident."
            )


def _too_few(unit: Unit) -> Iterator[str]:
    """Yield what cannot be proved, for want of anything to prove it with."""
    for kind, why in UNPROVED.items():
        folder = None if unit.hidden is None else unit.hidden / kind
        if folder is not None and folder.is_dir() and not any(folder.glob("*.py")):
            yield f"{kind}/: expected one file at least, found none: {why}."


def _handout(unit: Unit) -> Iterator[str]:
    path = unit.folder / "README.md"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    for exercise in unit.exercises:
        pattern = rf"^\|\s*{re.escape(exercise.id)}\s*\|(.*)\|\s*$"
        row = re.search(pattern, text, re.MULTILINE)
        cells = [cell.strip() for cell in row.group(1).split("|")] if row else []
        if str(exercise.points) not in cells:
            yield (
                f"README.md: expected a table row for exercise {exercise.id} with its "
                f"{exercise.points} points, found {row.group(0) if row else 'none'!r}."
            )


def _marking(unit: Unit, scored: ScoredUnit) -> Iterator[str]:
    path = None if unit.hidden is None else unit.hidden / "marking.md"
    text = path.read_text(encoding="utf-8") if path and path.is_file() else ""
    names = {
        check.id.split("[", 1)[0]
        for exercise in scored.exercises
        for check in exercise.checks
        if check.visibility is Visibility.HIDDEN
    }
    for name in sorted(names):
        if name not in text:
            yield f"marking.md: the hidden check {name} is not explained."


def _reveal(unit: Unit) -> Iterator[str]:
    """Yield what is wrong with reveal.toml; that it is missing is said already."""
    if unit.hidden is not None and (unit.hidden / REVEAL_FILE).is_file():
        yield from reveal_findings(unit)
