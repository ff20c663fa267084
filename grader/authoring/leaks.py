"""What a student reads must not show what a hidden suite holds."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from grader.catalog import suite_files
from grader.model import Course, Score, Unit, Visibility

SHORTEST_LINE = 16  # a shorter line of code may stand in any text by chance
TEXT = frozenset({".py", ".md", ".toml"})
_TOLERANCE = re.compile(r"1e-\d+")  # messages name it; it gives nothing away
SHORTEST_NUMBER = 4  # characters; "0.3" is no secret, "0.8271" is


class Leaks:
    """Looks for hidden source, literals, seeds and paths in score documents."""

    def __init__(self, course: Course, unit: Unit) -> None:
        """Read what must stay hidden of one unit, and what is open anyway."""
        self._module = unit.module
        self._seed = str(course.seed)
        shown = sorted(path.name for path in unit.folder.iterdir())
        suite = _names(unit.hidden, unit.module)
        hidden = _texts(unit.hidden, (unit.module, *suite))
        known = "\n".join(_texts(unit.folder, tuple(shown)).values())
        self._lines = {
            line.strip(): path
            for path, text in hidden.items()
            for line in text.splitlines()
            if len(line.strip()) >= SHORTEST_LINE and line.strip() not in known
        }
        numbers = {n for name in suite for n in _numbers(hidden[name])}
        self._numbers = {n for n in numbers if not _stands_in(n, known)}

    def findings(self, score: Score, source: str) -> Iterator[str]:
        """Yield a sentence for each leak in what the student would read.

        Args:
            score: what the student gets to see.
            source: what the student handed in; their own lines are no leak.
        """
        for exercise in score.units[0].exercises:
            for check in exercise.checks:
                if check.visibility is Visibility.HIDDEN:
                    where = f"{score.submission.id}: the message of {check.id}"
                    for what in self._leaks(
                        source, f"{check.message}\n{check.output}\n{check.title}"
                    ):
                        yield f"{where} shows {what}."

    def _leaks(self, source: str, text: str) -> Iterator[str]:
        for line, path in self._lines.items():
            if line in text and line not in source:
                yield f"a line of {path}"
        for number in self._numbers:
            if _stands_in(number, text):
                yield f"the literal {number} of the hidden suite"
        if _stands_in(self._seed, text):
            yield "the course's seed"
        for path in ("solutions/", f"test_{self._module}"):
            if path in text:
                yield f"the path {path}"


def _names(folder: Path | None, module: str) -> tuple[str, ...]:
    files = [] if folder is None else suite_files(folder, module)
    return tuple(path.name for path in files)


def _texts(folder: Path | None, names: tuple[str, ...]) -> dict[str, str]:
    if folder is None:
        return {}
    return {
        name: (folder / name).read_text(encoding="utf-8")
        for name in names
        if (folder / name).suffix in TEXT and (folder / name).is_file()
    }


def _numbers(source: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            text = ast.get_source_segment(source, node) or ""
            if len(text) >= SHORTEST_NUMBER and not _TOLERANCE.fullmatch(text):
                found.add(text)
    return found


def _stands_in(number: str, text: str) -> bool:
    pattern = rf"(?<![\w.]){re.escape(number)}(?![\w.]*\w)"
    return re.search(pattern, text) is not None
