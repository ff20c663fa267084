"""Files that several students handed in alike, to the byte."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePosixPath

import msgspec

from grader.exports.telling import tidy
from grader.model import Score, SourceFile


class Identical(msgspec.Struct, frozen=True):
    """Files that are the same in several submissions.

    Attributes:
        files: their names.
        submissions: the submissions that have them.
    """

    files: tuple[str, ...]
    submissions: tuple[str, ...]


def identical_files(scores: Sequence[Score]) -> list[Identical]:
    """Return which submissions share files that brought points, the most first.

    Stubs as they were handed out are alike, bring none, and say nothing.
    """
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for score in scores:
        for file in score.submission.files:
            if _brought_points(file, score):
                name = PurePosixPath(file.path).name
                owners[file.sha256][score.submission.id] = tidy(name)
    shared: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
    for names in owners.values():
        if len(names) > 1:
            shared[tuple(names)].update(dict.fromkeys(names.values()))
    found = [Identical(tuple(files), ids) for ids, files in shared.items()]
    return sorted(found, key=lambda one: -len(one.submissions))


def _brought_points(file: SourceFile, score: Score) -> bool:
    """Whether the unit that a file is named after has points, or else any unit."""
    stem = PurePosixPath(file.path).stem
    units = [unit for unit in score.units if unit.id.endswith(stem)] or score.units
    return any(unit.score > 0 for unit in units)
