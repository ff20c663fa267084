"""The formats that score documents are exported to, by name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from grader.exports import Showing, ctrf, gradescope, junit
from grader.model import Score
from grader.reports.ladder import as_graded
from grader.store import document

FORMATS = ("score", "gradescope", "junit", "ctrf")
GRADEBOOK = "csv"  # the one format that is one file for a whole class


@dataclass(frozen=True)
class Format:
    """How one score document is written.

    Attributes:
        suffix: of its file.
        write: gives the text.
    """

    suffix: str
    write: Callable[[Score], str]


def formats(
    now: datetime, hidden: Showing = Showing.AFTER_PUBLISHED
) -> dict[str, Format]:
    """Return the formats of single documents, by the names in `FORMATS`.

    The score document itself holds every cause; what students read holds those that
    their course tells by now.

    Args:
        now: the moment of writing.
        hidden: when a platform that can tell them apart shows hidden checks.
    """
    return {
        "score": Format("json", lambda one: document(one).decode()),
        "gradescope": Format(
            "json", lambda one: gradescope(as_graded(one, now), hidden)
        ),
        "junit": Format("xml", lambda one: junit(as_graded(one, now))),
        "ctrf": Format("json", lambda one: ctrf(as_graded(one, now))),
    }
