"""A results folder that a command reads."""

from pathlib import Path

from grader.errors import UsageError
from grader.model import Score
from grader.store import Store


def graded_scores(results: Path) -> tuple[Score, ...]:
    """Return every score document of a results folder, in the order of ids.

    Raises:
        UsageError: if this is no results folder, or a file in it is damaged.
    """
    if not (results / "scores").is_dir():
        message = (
            f"{results} is no results folder: expected scores/ in it; name the folder "
            "that `grader batch SUBMISSIONS -o RESULTS` wrote."
        )
        raise UsageError(message)
    return tuple(Store(results).scores())
