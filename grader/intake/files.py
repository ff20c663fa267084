"""Read a folder or a single file that was handed in, following no link inside it."""

import io
import os
import stat
from pathlib import Path

from grader.errors import IntakeError
from grader.intake.limits import MAX_FILE_MIB, MAX_MEMBERS, MAX_UPLOAD_MIB, MIB
from grader.intake.names import is_entered, is_noise
from grader.intake.uploads import FORMS, Upload
from grader.intake.wording import refusal, shown

# Absent on Windows, where neither a link nor a pipe can be in the way.
_NEITHER_LINKED_NOR_WAITED_FOR = getattr(os, "O_NOFOLLOW", 0) | getattr(
    os, "O_NONBLOCK", 0
)


def refuse_missing(name: str, path: Path) -> None:
    """Refuse a path that leads to no file and no folder.

    Args:
        name: what it is called.
        path: where it should be.

    Raises:
        IntakeError: if there is nothing, or neither a file nor a folder.
    """
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        message = f"there is no file or folder {shown(str(path))}; name {FORMS}."
        raise IntakeError(message) from error
    except OSError as error:
        raise _unreadable(name, name, error) from error
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        found = "this is neither a file nor a folder"
        raise refusal(name, found, f"hand in {FORMS}")


def read_upload(name: str, path: Path) -> bytes:
    """Return the content of the one file that was handed in.

    Args:
        name: what it is called.
        path: where it is.

    Raises:
        IntakeError: if it cannot be read or is too large.
    """
    return _content(path.resolve(), name, name, MAX_UPLOAD_MIB)


def read_folder(name: str, path: Path) -> Upload:
    """Return what a folder holds.

    Folders in which no student's own file can be, such as ".git", are named
    and not entered.

    Args:
        name: what it is called.
        path: where it is.

    Raises:
        IntakeError: if it cannot be read or holds too much.
    """
    paths: list[str] = []
    passed_over: list[str] = []
    for entry in _entries(name, path):
        where = Path(entry.path).relative_to(path).as_posix()
        reason = _reason_to_pass_over(entry)
        if reason is None:
            paths.append(where)
        else:
            passed_over.append(where + reason)
    return Upload(
        name=name,
        paths=tuple(paths),
        passed_over=tuple(passed_over),
        read=lambda where: _content(path / where, name, where, MAX_FILE_MIB),
    )


def _entries(name: str, root: Path) -> list["os.DirEntry[str]"]:
    """Return all entries but those of the operating system and folders entered."""
    found: list[os.DirEntry[str]] = []
    folders = [root]
    while folders:
        for entry in _listed(name, root, folders.pop()):
            if is_noise(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False) and is_entered(entry.name):
                folders.append(Path(entry.path))
            else:
                found.append(entry)
            if len(found) + len(folders) > MAX_MEMBERS:
                reason = f"it holds more than {MAX_MEMBERS} files and folders"
                raise refusal(name, reason, "leave the modules alone in it")
    return found


def _listed(name: str, root: Path, folder: Path) -> list["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError as error:
        where = folder.relative_to(root).as_posix()
        raise _unreadable(name, where, error) from error


def _reason_to_pass_over(entry: "os.DirEntry[str]") -> str | None:
    if entry.is_symlink():
        return " (a symbolic link, not followed)"
    if entry.is_dir(follow_symlinks=False):
        return "/"
    if not entry.is_file(follow_symlinks=False):
        return " (not a file)"
    return None


def _content(path: Path, upload: str, where: str, limit_mib: int) -> bytes:
    try:
        raw = io.FileIO(path, "rb", opener=_open_file)
        with io.BufferedReader(raw) as file:
            data = file.read(limit_mib * MIB + 1)
    except OSError as error:
        raise _unreadable(upload, where, error) from error
    if len(data) > limit_mib * MIB:
        found = f"{shown(where)} has more than {limit_mib} MiB"
        raise refusal(upload, found, "hand in the modules alone")
    return data


def _open_file(path: str, flags: int) -> int:
    return os.open(path, flags | _NEITHER_LINKED_NOR_WAITED_FOR)


def _unreadable(upload: str, where: str, error: OSError) -> IntakeError:
    found = f"{shown(where)} cannot be read ({error.strerror})"
    return refusal(upload, found, "check its permissions")
