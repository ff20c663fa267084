"""Take in one submission, in whatever form it was handed in."""

from collections.abc import Sequence
from pathlib import Path

from grader.intake.files import read_folder, read_upload, refuse_missing
from grader.intake.ids import clean_id, id_of, name_of
from grader.intake.selection import refuse_unmatched, select
from grader.intake.tars import read_tar, read_tar_gz
from grader.intake.uploads import FORMS, SOURCES, Upload, suffix_of
from grader.intake.wording import refusal
from grader.intake.zips import read_zip
from grader.model import Submission, Unit


def take_in(
    path: Path, units: Sequence[Unit], submission_id: str | None = None
) -> Submission:
    """Return what was handed in, held in memory; nothing is written anywhere.

    A unit's module is found by its file name, anywhere in the upload; a unit
    without one is left out of `modules`. Links inside a folder are not
    followed; the path itself may be one, it is the operator's.

    Args:
        path: a folder, .zip, .tar.gz, .tgz, .tar, .py or .ipynb.
        units: the units whose modules are looked for.
        submission_id: what to call it; by default the name of the path.

    Raises:
        IntakeError: if there is nothing to take in, or it is refused.
    """
    name = name_of(path)
    refuse_missing(name, path)
    suffix = "" if path.is_dir() else suffix_of(name)
    upload = _opened(name, path, suffix)
    selection = select(upload, units)
    if suffix in SOURCES:
        refuse_unmatched(name, selection, units)
    return Submission(
        id=id_of(path) if submission_id is None else clean_id(submission_id),
        modules=selection.modules,
        files=selection.files,
        ignored=selection.ignored,
    )


def _opened(name: str, path: Path, suffix: str) -> Upload:
    if path.is_dir():
        return read_folder(name, path)
    if suffix not in _READERS:
        found = "submissions of this kind are not taken in"
        raise refusal(name, found, f"hand in {FORMS}")
    return _READERS[suffix](name, read_upload(name, path))


def _lone_source(name: str, data: bytes) -> Upload:
    if b"\0" in data:
        found = "this is not text in UTF-8"
        raise refusal(name, found, "save the file as UTF-8 text")
    return Upload(
        name=name, paths=(name,), passed_over=(), read={name: data}.__getitem__
    )


_READERS = {
    ".zip": read_zip,
    ".tar.gz": read_tar_gz,
    ".tgz": read_tar_gz,
    ".tar": read_tar,
    ".py": _lone_source,
    ".ipynb": _lone_source,
}
