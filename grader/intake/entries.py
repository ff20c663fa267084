"""The submissions of a batch: one for each entry of a folder."""

from pathlib import Path

from grader.errors import UsageError
from grader.intake.names import described, is_noise
from grader.intake.uploads import suffix_of
from grader.intake.wording import refusal, shown


def submissions_in(folder: Path) -> list[Path]:
    """Return the entries of a folder, each of them a submission, sorted by name.

    Hidden entries and those that an operating system leaves behind are none,
    nor are files of no known form, such as the teacher's notes.

    Raises:
        UsageError: if there is no such folder, or no submission in it.
    """
    paths = [path for path in _entries(folder) if not _is_of_no_form(path)]
    if not paths:
        message = (
            f"{shown(str(folder))} holds no submission; put one file or folder for "
            "each student into it."
        )
        raise UsageError(message)
    return paths


def passed_over_in(folder: Path) -> tuple[str, ...]:
    """Return the names of the files in a folder that are of no known form.

    Raises:
        UsageError: if there is no such folder.
    """
    return tuple(shown(path.name) for path in _entries(folder) if _is_of_no_form(path))


def refuse_link(path: Path) -> None:
    """Refuse an entry that leads elsewhere, to what nobody handed in.

    Raises:
        IntakeError: if it is a symbolic link.
    """
    if path.is_symlink():
        found = "this is a symbolic link, which is not followed"
        raise refusal(path.name, found, "put the file or folder itself in its place")


def _entries(folder: Path) -> list[Path]:
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
    return [path for path in paths if not _is_passed_over(path.name)]


def _is_passed_over(name: str) -> bool:
    return name.startswith(".") or is_noise(name)


def _is_of_no_form(path: Path) -> bool:
    """Return whether this is a file that was not meant to be graded.

    An archive that is not opened was, and is refused with the reason.
    """
    is_meant = suffix_of(path.name) or described(path.name) != path.name
    return not is_meant and not path.is_symlink() and path.is_file()
