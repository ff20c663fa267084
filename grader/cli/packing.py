"""The file to hand in: the units' modules and a manifest of their digests."""

import hashlib
import io
import zipfile
from collections.abc import Sequence

import msgspec

from grader.cli.handing import held
from grader.errors import UsageError
from grader.judge import JudgeSettings
from grader.judge.importing import import_troubles
from grader.model import Course, SourceFile, Unit
from grader.reports.following import short_name
from grader.reports.packed import ToHandIn

MANIFEST = "MANIFEST.json"

# The same work gives the same bytes on every machine: no clock, no compressor.
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o644 << 16


class PackManifest(msgspec.Struct, frozen=True):
    """What a packed file holds.

    Attributes:
        course: the course's title.
        files: each module with its digest.
        format: of this manifest.
    """

    course: str
    files: tuple[SourceFile, ...]
    format: str = "pack/1"


def pack(course: Course) -> tuple[bytes, PackManifest]:
    """Return the archive of every unit's module, and its manifest.

    Raises:
        UsageError: if no unit's module is there.
    """
    modules = {
        f"{unit.id}/{unit.module}": source for unit, source in _sources(course).items()
    }
    if not modules:
        message = (
            f"nothing to pack: no unit's module is in {course.root}; "
            "run `grader list` to see which files the units are about."
        )
        raise UsageError(message)
    files = tuple(
        SourceFile(path=path, sha256=hashlib.sha256(data).hexdigest())
        for path, data in sorted(modules.items())
    )
    manifest = PackManifest(course=course.title, files=files)
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"
    return _archive([(MANIFEST, text), *sorted(modules.items())]), manifest


def to_hand_in(course: Course) -> list[ToHandIn]:
    """Return what is to be said of each unit; its module is imported behind walls."""
    sources = _sources(course)
    troubles = import_troubles(sources, JudgeSettings())
    return [
        _said_of(unit, sources.get(unit), troubles.get(unit, ""))
        for unit in course.units
    ]


def _said_of(unit: Unit, source: bytes | None, trouble: str) -> ToHandIn:
    found = held(unit, b"..." if source is None else source)
    return ToHandIn(
        short_name(unit),
        unit.module,
        found.not_started,
        source is not None,
        trouble,
        () if found.is_empty or source is None else found.lacking,
        is_empty=found.is_empty,
        is_untouched=found.is_untouched,
    )


def _sources(course: Course) -> dict[Unit, bytes]:
    paths = {unit: unit.folder / unit.module for unit in course.units}
    return {unit: path.read_bytes() for unit, path in paths.items() if path.is_file()}


def _archive(members: Sequence[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, date_time=_FIXED_DATE)
            info.create_system = 3  # Unix, also when packed on Windows
            info.external_attr = _PLAIN_FILE
            archive.writestr(info, data)
    return buffer.getvalue()
