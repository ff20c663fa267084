"""Archives whose bytes depend on their members alone: no clock, no compressor."""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
PLAIN, RUNS = 0o644, 0o755  # modes of files


@dataclass(frozen=True)
class Member:
    """One file of an archive.

    Attributes:
        name: its path, with slashes.
        data: its content.
        mode: its permissions, as Unix writes them.
    """

    name: str
    data: bytes
    mode: int = PLAIN


def archive(members: Iterable[Member]) -> bytes:
    """Return a zip of the members in their order; the same ones give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as file:
        for member in members:
            info = zipfile.ZipInfo(member.name, date_time=_FIXED_DATE)
            info.create_system = 3  # Unix, also when packed on Windows
            info.external_attr = (0o100000 | member.mode) << 16
            file.writestr(info, member.data)
    return buffer.getvalue()
