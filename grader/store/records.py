"""What a results folder remembers beside the score documents."""

from enum import StrEnum

import msgspec

from grader.model import SourceFile


class FailureKind(StrEnum):
    """Whose fault it is that a submission has no score."""

    REFUSED = "refused"
    GRADER_FAULT = "grader_fault"


class Failure(msgspec.Struct, frozen=True):
    """A submission that could not be graded.

    Attributes:
        id: the submission.
        kind: whether it was refused at intake or the grader failed.
        reason: one sentence.
    """

    id: str
    kind: FailureKind
    reason: str


class Kept(msgspec.Struct, frozen=True):
    """What earlier runs left in the folder.

    Attributes:
        valid: submission id -> the files that were graded, for each document
            that a new run with the same course, seed and units would repeat.
        outdated: the ids of all other documents, in order.
    """

    valid: dict[str, tuple[SourceFile, ...]]
    outdated: tuple[str, ...]
