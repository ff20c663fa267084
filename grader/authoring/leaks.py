"""What a student reads must not show what a hidden suite or a reference holds."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from grader.authoring.marks import find_holes, take_apart
from grader.catalog import suite_files
from grader.model import Course, Score, ScoredCheck, Unit, Visibility

OWN_WORDS = ("xp = array_namespace(x)",)  # our messages and every contract say it
SHORTEST_LINE = 16  # a shorter line of code may stand in any text by chance
TEXT = frozenset({".py", ".md", ".toml"})
_TOLERANCE = re.compile(r"1e-\d+")  # messages name it; it gives nothing away
SHORTEST_NUMBER = 4  # characters; "0.3" is no secret, "0.8271" is
TELLING_DIGITS = 3  # significant ones; 1000.0 may stand in any handout by chance
_MARK = re.compile(r"^\s*(# hole: |# solution only|#: )")


class Leaks:
    """Looks for hidden source, literals, seeds and paths in what students read."""

    def __init__(self, course: Course, unit: Unit) -> None:
        """Read what must stay hidden of one unit, and what is open anyway."""
        self._module = unit.module
        self._seed = str(course.seed)
        shown = sorted(path.name for path in unit.folder.iterdir())
        suite = _names(unit.hidden, unit.module)
        hidden = _texts(unit.hidden, (unit.module, *suite))
        self._open = _texts(unit.folder, tuple(shown))
        known = "\n".join([*self._open.values(), *OWN_WORDS])
        self._lines = {
            line: path
            for path, text in hidden.items()
            for line in _long_lines(text.splitlines())
            if line not in known
        }
        self._literals = {n for name in suite for n in _numbers(hidden[name])}
        self._numbers = {n for n in self._literals if not _stands_in(n, known)}
        self._stub = stub = self._open.get(unit.module, "")
        self._solution = {
            line
            for line in _long_lines(_in_holes(hidden.get(unit.module, ""), unit))
            if line not in stub and line not in OWN_WORDS and line[0] != "#"
        }

    def findings(self, score: Score, source: str) -> Iterator[str]:
        """Yield a sentence for each leak in what a submission is told.

        Args:
            score: what the student gets to see.
            source: what the student handed in; their own lines are no leak.
        """
        for exercise in score.units[0].exercises:
            for check in exercise.checks:
                for part, text in _told(check):
                    where = f"{score.submission.id}: the {part} of {check.id}"
                    for what in self._leaks(source, text):
                        yield f"{where} shows {what}."

    def in_open_files(self) -> Iterator[str]:
        """Yield a sentence for each leak in what every student is handed.

        These are the handout, the manifest with its hints, the open suites and
        the picture. The stub is cut from the reference, and compared elsewhere.
        """
        for path, text in self._open.items():
            if path != self._module:
                for number, line in enumerate(text.splitlines(), start=1):
                    for what in self._open_leaks(line):
                        yield f"{path}, line {number}: it shows {what}."

    def _open_leaks(self, line: str) -> Iterator[str]:
        if any(solution in line for solution in self._solution):
            yield f"a line of the solution, {line.strip()!r}"
        for literal in sorted(filter(_is_telling, self._literals)):
            if _stands_in(literal, line) and not _stands_in(literal, self._stub):
                yield f"the literal {literal} of the hidden suite"
        if self._shows_seed(line):
            yield "the course's seed"
        if "solutions/" in line:
            yield "the path solutions/"
        if _MARK.match(line):
            yield f"a mark of the reference, {line.strip()!r}"

    def _leaks(self, source: str, text: str) -> Iterator[str]:
        for line, path in self._lines.items():
            if line in text and line not in source:
                yield f"a line of {path}"
        for number in self._numbers:
            if _stands_in(number, text):
                yield f"the literal {number} of the hidden suite"
        if self._shows_seed(text):
            yield "the course's seed"
        for path in ("solutions/", f"test_{self._module}"):
            if path in text:
                yield f"the path {path}"

    def _shows_seed(self, text: str) -> bool:
        return len(self._seed) >= SHORTEST_NUMBER and _stands_in(self._seed, text)


def _told(check: ScoredCheck) -> Iterator[tuple[str, str]]:
    """Yield the texts that a check makes a student read; open source is no secret."""
    if check.visibility is Visibility.HIDDEN:
        yield "message", f"{check.message}\n{check.output}\n{check.title}"
    if check.diagnosis is not None:
        yield "diagnosis", f"{check.diagnosis.code}\n{check.diagnosis.text}"
    yield "signature", check.signature


def _in_holes(reference: str, unit: Unit) -> Iterator[str]:
    """Yield the lines of the reference that a student is to write."""
    parts = take_apart(reference, f"solutions/{unit.id}/{unit.module}")
    for hole in find_holes(parts):
        yield from parts.lines[hole.first - 1 : hole.last]


def _long_lines(lines: Iterator[str] | list[str]) -> Iterator[str]:
    for line in lines:
        if len(line.strip()) >= SHORTEST_LINE:
            yield line.strip()


def _is_telling(literal: str) -> bool:
    mantissa = re.split("[eE]", literal)[0]
    digits = re.sub(r"\D", "", mantissa).strip("0")
    return len(digits) >= TELLING_DIGITS


def _names(folder: Path | None, module: str) -> tuple[str, ...]:
    files = [] if folder is None else suite_files(folder, module)
    return tuple(path.name for path in files)


def _texts(folder: Path | None, names: tuple[str, ...]) -> Mapping[str, str]:
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
