"""The code that a results folder speaks of, taken in once more and compared."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from grader.catalog.excerpt import excerpts
from grader.errors import UsageError
from grader.intake import resolve_ids, submissions_in, take_in
from grader.model import Score, Unit
from grader.reports.undiagnosed import Failing, Group


class HandedIn:
    """A folder of submissions, and what is in it of a score document's files."""

    def __init__(self, folder: Path, units: Sequence[Unit]) -> None:
        """Know the entries; open none yet.

        Raises:
            UsageError: there is no such folder, or no submission in it.
        """
        paths = submissions_in(folder)
        self._folder = folder
        self._units = {unit.id: unit for unit in units}
        self._paths = dict(zip(resolve_ids(paths), paths, strict=True))

    def source(self, score: Score, unit_id: str) -> str:
        """Return the module that was graded.

        Args:
            score: the submission's document.
            unit_id: whose module.

        Raises:
            UsageError: the folder does not hold that very file.
        """
        key, unit = score.submission.id, self._unit(unit_id)
        if key not in self._paths:
            message = (
                f"{self._folder} holds no submission {key}, which the results speak "
                "of; name the folder that was graded."
            )
            raise UsageError(message)
        found = take_in(self._paths[key], [unit], key)
        graded = {file.sha256 for file in score.submission.files}
        if unit.id not in found.modules or found.files[0].sha256 not in graded:
            message = (
                f"{self._paths[key].name}: its {unit.module} is not the file that was "
                "graded (the sha256 differs); grade the folder again, or name the one "
                "that was graded."
            )
            raise UsageError(message)
        return found.modules[unit.id].decode("utf-8", errors="replace")

    def functions(
        self, groups: Iterable[Group], scores: Iterable[Score]
    ) -> dict[str, str]:
        """Return group id -> the code of one of its members, as short as can be.

        Raises:
            GraderError: a file is not at hand, or not Python.
        """
        by_id = {score.submission.id: score for score in scores}
        found = {}
        for group in groups:
            cut = self.excerpts(by_id[group.members[0]], group.failing)
            found[group.failing.id] = cut[0] if cut else ""
        return found

    def excerpts(self, score: Score, failing: Failing) -> list[str]:
        """Return the definitions that failed, cut out ever more widely.

        Raises:
            GraderError: the file is not at hand, or not Python.
        """
        unit = self._unit(failing.unit)
        stub = (unit.folder / unit.module).read_text(encoding="utf-8")
        words = (
            failing.exercise_name,
            failing.check.replace("_", " ").replace("[", " "),
            failing.title,
        )
        return excerpts(self.source(score, unit.id), stub, words, unit.module)

    def _unit(self, unit_id: str) -> Unit:
        if unit_id not in self._units:
            message = (
                f"the results speak of {unit_id}, which the course does not have; name "
                "the course that graded with --course."
            )
            raise UsageError(message)
        return self._units[unit_id]
