"""The submissions of a batch: one for each entry of a folder."""

from pathlib import Path

from grader.errors import UsageError
from grader.intake.names import is_noise
from grader.intake.wording import shown


def submissions_in(folder: Path) -> list[Path]:
    """Return the entries of a folder, each of them a submission, sorted by name.

    Hidden entries and those that an operating system leaves behind are none.

    Raises:
        UsageError: if there is no such folder, or no submission in it.
    """
    name = shown(str(folder))
    try:
        paths = sorted(folder.iterdir(), key=lambda path: path.name)
    except FileNotFoundError as error:
        message = f"there is no folder {name}; name the folder with the submissions."
        raise UsageError(message) from error
    except NotADirectoryError as error:
        message = (
            f"{name} is a file, but a folder with one entry for each submission was "
            "expected; grade a single submission with `grader grade`."
        )
        raise UsageError(message) from error
    except OSError as error:
        message = (
            f"the folder {name} cannot be read ({error.strerror}); "
            "check its permissions."
        )
        raise UsageError(message) from error
    paths = [path for path in paths if not _is_passed_over(path.name)]
    if not paths:
        message = (
            f"{name} holds no submission; put one file or folder for each student "
            "into it."
        )
        raise UsageError(message)
    return paths


def _is_passed_over(name: str) -> bool:
    return name.startswith(".") or is_noise(name)
