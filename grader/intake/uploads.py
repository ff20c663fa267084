"""An upload as every form of it looks once it is opened."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from grader.intake.names import is_entered, is_noise

SUFFIXES = (".zip", ".tar.gz", ".tgz", ".tar", ".py", ".ipynb")
FORMS = "a folder, .zip, .tar.gz, .tgz, .tar, .py or .ipynb"

NOTEBOOK = ".ipynb"
SOURCES = (".py", NOTEBOOK)


@dataclass(frozen=True)
class Upload:
    """What was handed in: its files, and how to read one.

    Attributes:
        name: what the file or folder is called.
        paths: the files that may be read, relative to the upload.
        passed_over: what is never read, with the reason where one is needed.
        read: returns the content of one of `paths`.
    """

    name: str
    paths: tuple[str, ...]
    passed_over: tuple[str, ...]
    read: Callable[[str], bytes]


def suffix_of(name: str) -> str:
    """Return the suffix that tells the form of a file, "" if it tells none."""
    lowered = name.lower()
    return next((suffix for suffix in SUFFIXES if lowered.endswith(suffix)), "")


def is_source(path: str) -> bool:
    """Return whether a module can come from this file."""
    return path.lower().endswith(SOURCES)


def is_notebook(path: str) -> bool:
    """Return whether this file is a notebook."""
    return path.lower().endswith(NOTEBOOK)


def unpacked(name: str, files: Mapping[str, bytes]) -> Upload:
    """Return what an archive holds as an upload.

    Args:
        name: what the archive is called.
        files: path -> content; of what is no source only the path counts.
    """
    paths, passed_over = [], set[str]()
    for path in files:
        parts = path.split("/")
        if any(map(is_noise, parts)):
            continue
        closed = _closed_folder(parts[:-1])
        if closed:
            passed_over.add(closed)
        else:
            paths.append(path)
    return Upload(name, tuple(paths), tuple(passed_over), files.__getitem__)


def _closed_folder(folders: list[str]) -> str:
    for depth, folder in enumerate(folders, start=1):
        if not is_entered(folder):
            return "/".join(folders[:depth]) + "/"
    return ""
