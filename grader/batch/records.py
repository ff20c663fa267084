"""What travels between a batch and its judges; all of it JSON on the way."""

from typing import TypeAlias

import msgspec

from grader.model import Score, SourceFile
from grader.store import Failure


class Entry(msgspec.Struct, frozen=True):
    """One submission that waits to be graded.

    Attributes:
        id: the submission.
        path: its file or folder, as the disk has it: a name need not be text.
        known: the files of its valid score document, None if it has none.
    """

    id: str
    path: bytes
    known: tuple[SourceFile, ...] | None = None


class Wanted(msgspec.Struct, frozen=True, tag="wanted"):
    """A judge is ready for the next entry."""


class Graded(msgspec.Struct, frozen=True, tag="graded"):
    """A submission has its score."""

    score: Score


class Unchanged(msgspec.Struct, frozen=True, tag="unchanged"):
    """A submission has the files of its valid score document, which stands."""

    id: str


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """A submission has no score, and why."""

    failure: Failure


class Broken(msgspec.Struct, frozen=True, tag="broken"):
    """A judge cannot work at all, and no other judge could.

    Attributes:
        kind: the class name of the error that stopped it.
        text: its sentence.
    """

    kind: str
    text: str


Result: TypeAlias = Graded | Unchanged | Failed
Message: TypeAlias = Wanted | Graded | Unchanged | Failed | Broken
