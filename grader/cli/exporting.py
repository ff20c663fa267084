"""The formats that score documents are exported to, by name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from grader.exports import Showing, ctrf, gradescope, junit
from grader.model import Score
from grader.store import document

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


def formats(hidden: Showing = Showing.AFTER_PUBLISHED) -> dict[str, Format]:
    """Return the formats of single documents by name.

    Args:
        hidden: when a platform that can tell them apart shows hidden checks.
    """
    return {
        "score": Format("json", lambda score: document(score).decode()),
        "gradescope": Format("json", partial(gradescope, hidden=hidden)),
        "junit": Format("xml", junit),
        "ctrf": Format("json", ctrf),
    }


FORMATS = tuple(formats())
