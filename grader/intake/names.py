"""What a file of an upload may be called, and which names say nothing about it."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

LONGEST_NAME = 255
LONGEST_PATH = 1000

_DRIVE = re.compile(r"[A-Za-z]:")
_UP = re.compile(r"\.\.[ .]*")  # Windows drops the spaces and dots at the end
_DEVICES = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])", re.ASCII)
_NOISE = {".DS_Store", "Thumbs.db", "__MACOSX", "desktop.ini"}
_NOT_ENTERED = {"__pycache__", "node_modules", "site-packages"}
_ARCHIVES = (".7z", ".bz2", ".gz", ".rar", ".tar", ".tgz", ".xz", ".zip")


def plain_path(name: str) -> str:
    """Return a member's name without "." and empty parts, "" for the root itself."""
    return "/".join(part for part in name.split("/") if part not in {"", "."})


def objection(name: str) -> str:
    """Return why a member of an archive must not have this name, "" if it may."""
    parts = name.split("/")
    for reason, is_so in _OBJECTIONS.items():
        if is_so(name, parts):
            return reason
    return ""


def same_place(path: str) -> str:
    """Return a text that is equal for two paths that one disk may take for one."""
    folded = unicodedata.normalize("NFKC", path).casefold()
    parts = unicodedata.normalize("NFKC", folded).split("/")
    return "/".join(part.rstrip(" .") for part in parts)


def is_reserved(part: str) -> bool:
    """Return whether Windows takes a name for a device, such as "nul.txt"."""
    stem = part.partition(".")[0].rstrip(" ")
    return _DEVICES.fullmatch(stem.upper()) is not None


def is_noise(part: str) -> bool:
    """Return whether the operating system put this into a folder, unasked."""
    return part in _NOISE or part.startswith("._")


def is_entered(folder: str) -> bool:
    """Return whether a student's own files can be in a folder of this name."""
    return not folder.startswith(".") and folder not in _NOT_ENTERED


def near_miss(module: str, paths: Iterable[str]) -> str:
    """Return which of other files may be a module under a wrong name, as a clause.

    Args:
        module: the file that was expected.
        paths: those that came in its place.
    """
    found = misnamed(module, paths)
    return f", but {found} was: rename it" if found else ""


def misnamed(module: str, paths: Iterable[str]) -> str:
    """Return which of other files may be a module under a wrong name, "" if none.

    Args:
        module: the file that was expected.
        paths: those that are there.
    """
    wanted = module.casefold()
    for path in paths:
        name = PurePosixPath(path).name.casefold()
        stem, _, kind = name.rpartition(".")
        is_copy = kind == "py" and wanted.removesuffix(".py") in stem
        if (is_copy and not name.startswith("test_")) or stem == wanted:
            return path
    return ""


def described(path: str) -> str:
    """Return a path as the list of ignored files shows it."""
    is_archive = path.lower().endswith(_ARCHIVES)
    return f"{path} (an archive, not opened)" if is_archive else path


def _has_control_characters(name: str, _parts: list[str]) -> bool:
    return any(unicodedata.category(char) == "Cc" for char in name)


def _has_backslash(name: str, _parts: list[str]) -> bool:
    return "\\" in name


def _is_absolute(name: str, _parts: list[str]) -> bool:
    return name.startswith("/")


def _names_a_drive(name: str, _parts: list[str]) -> bool:
    return _DRIVE.match(name) is not None


def _leads_out(_name: str, parts: list[str]) -> bool:
    return any(_UP.fullmatch(part) for part in parts)


def _is_too_long(name: str, parts: list[str]) -> bool:
    return len(name) > LONGEST_PATH or max(map(len, parts)) > LONGEST_NAME


def _names_a_device(_name: str, parts: list[str]) -> bool:
    return any(is_reserved(part) for part in parts)


_OBJECTIONS: dict[str, Callable[[str, list[str]], bool]] = {
    "has control characters in its name": _has_control_characters,
    "has a backslash in its name": _has_backslash,
    "has an absolute path": _is_absolute,
    "names a drive": _names_a_drive,
    "leads out of the upload": _leads_out,
    f"has a name longer than {LONGEST_NAME} characters or a path longer than "
    f"{LONGEST_PATH}": _is_too_long,
    "has a name that Windows reserves": _names_a_device,
}
