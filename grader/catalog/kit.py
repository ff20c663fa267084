"""The list of files that a student's kit carries, and which of them are changed."""

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import msgspec

KIT_FILE = "kit.json"
HOW_TO_MEND = "unpack kit.zip beside this folder and copy {} from there"


class KitList(msgspec.Struct, frozen=True):
    """What the files of a kit are, without the students' own modules.

    Attributes:
        files: the digest of each, by its path in the course.
        format: of this list.
    """

    files: dict[str, str]
    format: str = "kit/1"


class Change(StrEnum):
    """How a file differs from that of the kit."""

    CHANGED = "changed"
    GONE = "not there"


def kit_list(files: Mapping[str, bytes]) -> bytes:
    """Return the list that a kit carries.

    Args:
        files: their content, by their path in the course.
    """
    listed = KitList({path: _digest(data) for path, data in sorted(files.items())})
    return msgspec.json.format(msgspec.json.encode(listed), indent=2) + b"\n"


def has_kit_list(root: Path) -> bool:
    """Return whether a course is a kit that carries a list.

    Args:
        root: the folder of the course.
    """
    return (root / KIT_FILE).is_file()


def kit_changes(root: Path) -> dict[str, Change]:
    """Return which files of a kit are not as they were handed out, by their path.

    Args:
        root: the folder of the course; there is nothing to say of one without a list.
    """
    if not has_kit_list(root):
        return {}
    content = (root / KIT_FILE).read_bytes()
    try:
        listed = msgspec.json.decode(content, type=KitList)
    except msgspec.MsgspecError:
        return {KIT_FILE: Change.CHANGED}
    found = {path: _change(root / path, want) for path, want in listed.files.items()}
    return {path: change for path, change in found.items() if change is not None}


def told_changes(changes: Mapping[str, Change]) -> tuple[str, str]:
    """Return what is said of changed files, and what to do, as two clauses.

    Args:
        changes: by path; one at least.
    """
    listed = ", ".join(
        f"{path.removeprefix('assignments/')} ({change})"
        for path, change in changes.items()
    )
    if len(changes) == 1:
        return f"not as in your kit: {listed}", HOW_TO_MEND.format("it")
    said = f"{len(changes)} files are not as in your kit: {listed}"
    return said, HOW_TO_MEND.format("them")


def _change(path: Path, digest: str) -> Change | None:
    if not path.is_file():
        return Change.GONE
    return None if _digest(path.read_bytes()) == digest else Change.CHANGED


def _digest(data: bytes) -> str:
    """Return a digest that does not depend on how a line ends: git may change that."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()
