"""A results folder: keep each score as it comes, know what is already there."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from grader.errors import GraderFault, UsageError
from grader.model import Score
from grader.store.files import refusal, write_atomically
from grader.store.gradebook import gradebook, row_of
from grader.store.index import write_index
from grader.store.records import Failure, Kept

FORMAT = "score/1"

_SEPARATORS = frozenset("/\\")

_T = TypeVar("_T")


class Store:
    """The folder that a batch writes its results to; made where it is missing.

    Attributes:
        folder: the results folder.
        scores_folder: one score document for each submission.
        index_path: the SQLite index.
        gradebook_path: the grade book.
        failures_path: the submissions without a score, and why.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.scores_folder = folder / "scores"
        self.index_path = folder / "results.sqlite"
        self.gradebook_path = folder / "gradebook.csv"
        self.failures_path = folder / "failures.json"
        _make_folder(folder, self.scores_folder)

    def write(self, score: Score) -> None:
        """Keep a score document; it is on the disk when this returns.

        Raises:
            UsageError: if it cannot be written.
        """
        path = self.scores_folder / f"{_file_name(score.submission.id)}.json"
        self._write(path, document(score))

    def ids(self) -> list[str]:
        """Return the ids of the submissions that have a score, in order."""
        paths = self.scores_folder.glob("*.json")
        return sorted(path.stem for path in paths if not path.name.startswith("."))

    def score(self, submission_id: str) -> Score:
        """Return one score document.

        Raises:
            UsageError: if there is none, or it is not a score document.
        """
        return read_score(self.scores_folder / f"{submission_id}.json")

    def scores(self) -> Iterator[Score]:
        """Return every score document, one after the other, in the order of ids.

        Raises:
            UsageError: if one of them is not a score document.
        """
        return (self.score(submission_id) for submission_id in self.ids())

    def graded_ids(
        self, course_digest: str, seed: int, unit_ids: Sequence[str]
    ) -> Kept:
        """Return which documents a run with these settings would only repeat.

        A document that owes checks to a fault of the grader is outdated too.

        Args:
            course_digest: the course as it stands now.
            seed: from which checks draw their inputs.
            unit_ids: the units to grade, in order.

        Raises:
            UsageError: if a file is not a score document.
        """
        valid, outdated = {}, []
        for score in self.scores():
            units = [unit.id for unit in score.units]
            course = (score.course.digest, score.course.seed, units)
            if score.complete and course == (course_digest, seed, list(unit_ids)):
                valid[score.submission.id] = score.submission.files
            else:
                outdated.append(score.submission.id)
        return Kept(valid=valid, outdated=tuple(outdated))

    def rebuild_index(self) -> None:
        """Make the SQLite index anew from the score documents.

        Raises:
            UsageError: if it cannot be written.
        """
        try:
            write_index(self.index_path, self.scores())
        except (OSError, sqlite3.Error) as error:
            raise refusal(self.index_path, error) from error

    def finish(self, failures: Sequence[Failure]) -> None:
        """Write what is derived: failures, index and grade book.

        Args:
            failures: the submissions of this run that have no score.

        Raises:
            UsageError: if one of them cannot be written.
        """
        self._write(self.failures_path, _pretty(failures))
        self.rebuild_index()
        rows = [row_of(score) for score in self.scores()]
        self._write(self.gradebook_path, gradebook(rows, failures).encode())

    def failures(self) -> tuple[Failure, ...]:
        """Return the submissions that the last run could not grade.

        Raises:
            UsageError: if the list is not readable.
        """
        if not self.failures_path.exists():
            return ()
        return _decoded(
            self.failures_path,
            lambda data: msgspec.json.decode(data, type=tuple[Failure, ...]),
            "a list of failures",
        )

    def _write(self, path: Path, data: bytes) -> None:
        try:
            write_atomically(path, data)
        except OSError as error:
            raise refusal(path, error) from error


def document(score: Score) -> bytes:
    """Return the score document as the text that is stored and printed."""
    return _pretty(score)


def _pretty(record: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"


def _make_folder(folder: Path, scores_folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        message = (
            f"{folder} is a file, but a results folder was expected; name another "
            "folder with -o."
        )
        raise UsageError(message)
    try:
        scores_folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refusal(scores_folder, error) from error
    if not os.access(scores_folder, os.W_OK | os.X_OK):
        raise refusal(scores_folder, PermissionError(13, os.strerror(13)))


def _file_name(submission_id: str) -> str:
    if submission_id[:1] in {"", "."} or not _SEPARATORS.isdisjoint(submission_id):
        message = f"the submission id {submission_id!r} is not a plain file name."
        raise GraderFault(message)
    return submission_id


def read_score(path: Path) -> Score:
    """Return one score document.

    Raises:
        UsageError: if it cannot be read, or is not a score document.
    """

    def decode(data: bytes) -> Score:
        score = msgspec.json.decode(data, type=Score)
        if score.format != FORMAT:
            message = f"its format is {score.format!r}"
            raise msgspec.ValidationError(message)
        return score

    return _decoded(path, decode, f"a {FORMAT} document")


def _decoded(path: Path, decode: Callable[[bytes], _T], expected: str) -> _T:
    try:
        return decode(path.read_bytes())
    except OSError as error:
        message = f"cannot read {path}: {error.strerror}."
        raise UsageError(message) from error
    except msgspec.MsgspecError as error:
        message = (
            f"{path} is not {expected} ({error}); delete it to have the submission "
            "graded again, or name another results folder."
        )
        raise UsageError(message) from error
