"""Solutions whose score is known beforehand, for the proof of a unit."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from grader.catalog.mistakes import Mistake, load_mistake, splice
from grader.model import Unit

REFERENCE, STUB = "reference", "stub"
NONSENSE = {"none": "None", "number": "7.5", "text": "'text'", "dict": "{}"}
_HOLE = re.compile(r"raise NotImplementedError\(.*\)")


class Candidate(msgspec.Struct, frozen=True):
    """One solution whose score is known beforehand.

    Attributes:
        name: "reference", "stub", "hollow/<kind>", "alternatives/<name>" or
            "mistakes/<name>".
        source: its module.
        mistake: what it gets wrong, None where it is right or empty.
    """

    name: str
    source: str
    mistake: Mistake | None = None

    @property
    def is_right(self) -> bool:
        """Whether it must get every point."""
        return self.name == REFERENCE or self.name.startswith("alternatives/")


def candidates_of(unit: Unit, hidden: Path) -> Iterator[Candidate]:
    """Yield the reference, the stub, hollow ones, alternatives and mistakes."""
    reference = (hidden / unit.module).read_text(encoding="utf-8")
    yield Candidate(REFERENCE, reference)
    yield Candidate(STUB, (unit.folder / unit.module).read_text(encoding="utf-8"))
    yield from _hollow((unit.folder / unit.module).read_text(encoding="utf-8"))
    for path in sorted((hidden / "alternatives").glob("*.py")):
        yield Candidate(f"alternatives/{path.stem}", path.read_text(encoding="utf-8"))
    for path in sorted((hidden / "mistakes").glob("*.py")):
        mistake = load_mistake(path)
        wrong = splice(reference, mistake.source, path.name)
        yield Candidate(f"mistakes/{path.stem}", wrong, mistake)


def _hollow(stub: str) -> Iterator[Candidate]:
    """Stubs whose holes return nonsense: a suite must judge them, not stumble."""
    for name, value in NONSENSE.items():
        yield Candidate(f"hollow/{name}", _HOLE.sub(f"return {value}", stub))


def again_from(
    candidates: Sequence[Candidate], first: int, seeds: int
) -> list[tuple[Candidate, int]]:
    """Return what to grade again, and from which seed."""
    return [
        (candidate, first + offset)
        for candidate in candidates
        if candidate.is_right
        for offset in range(1, seeds)
    ]
