"""The bank of known mistakes: which of them answers a check as a submission did."""

import re
from collections.abc import Collection, Sequence

import pytest

from grader.catalog.mistakes import Mistake, load_mistake, splice
from grader.judge.rerunning import Rerunner
from grader.judge.traces import Trace, alike
from grader.model import Diagnosis, Unit


class Bank:
    """The known mistakes of one unit, and how each does in the unit's checks.

    A mistake is run in a check when it is first asked about; what it answered is
    kept, so that a thousand submissions pay once.
    """

    def __init__(self, unit: Unit, rerunner: Rerunner) -> None:
        """Read the mistakes; run none yet."""
        self._rerunner = rerunner
        self._mistakes: dict[str, Mistake] = {}
        self._sources: dict[str, bytes] = {}
        self._traces: dict[tuple[str, int], dict[pytest.Item, Trace]] = {}
        folder = None if unit.hidden is None else unit.hidden / "mistakes"
        if unit.hidden is None or folder is None or not folder.is_dir():
            return
        reference = (unit.hidden / unit.module).read_text(encoding="utf-8")
        for path in sorted(folder.glob("*.py")):
            mistake = load_mistake(path)
            self._mistakes[mistake.name] = mistake
            wrong = splice(reference, mistake.source, path.name)
            self._sources[mistake.name] = wrong.encode()

    def names(self, exercise_id: str, without: Collection[str] = ()) -> list[str]:
        """Return the mistakes that name an exercise, but for some of them."""
        return [
            mistake.name
            for mistake in self._mistakes.values()
            if mistake.exercise == exercise_id and mistake.name not in without
        ]

    def matches(
        self, name: str, seen: dict[pytest.Item, Trace], seed: int, *, alone: bool
    ) -> bool:
        """Whether a mistake does in some checks exactly as a submission did.

        Args:
            name: the mistake.
            seen: how the submission did, by check.
            seed: from which it did so.
            alone: whether to look at the first check only.
        """
        wanted = list(seen)[: 1 if alone else None]
        known = self._known(name, wanted, seed)
        return all(test in known and alike(seen[test], known[test]) for test in wanted)

    def passes(self, name: str, tests: Sequence[pytest.Item], seed: int) -> bool:
        """Whether a mistake passes these checks, as far as they can be run again."""
        known = self._known(name, tests, seed)
        return all(known[test].error is None for test in tests if test in known)

    def diagnosis(self, name: str) -> Diagnosis:
        """Return what a student who made this mistake reads."""
        mistake = self._mistakes[name]
        parts = [f"This is exactly what comes out when {mistake.clause}."]
        parts += [mistake.sentence] if mistake.sentence else []
        read = re.sub(r"^handout (?=\d)", "handout section ", mistake.read)
        parts += [f"Read {read}."] if read else []
        return Diagnosis(f"mistake:{name}", " ".join(parts))

    def _known(
        self, name: str, tests: Sequence[pytest.Item], seed: int
    ) -> dict[pytest.Item, Trace]:
        known = self._traces.setdefault((name, seed), {})
        missing = [test for test in tests if test not in known]
        known.update(self._rerunner.traces(missing, self._sources[name], seed))
        return known
