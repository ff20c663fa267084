"""Open a .tar or .tar.gz in memory.

Headers are read here and not by tarfile: in Pythons that we support, a few
bytes make tarfile search for hours (CVE-2024-6232), loop without end
(CVE-2025-8194) or recurse until it breaks. Files and folders are all we take
in, so what is left of the format is small, and read once from front to back.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from grader.errors import IntakeError
from grader.intake.limits import MAX_TOTAL_MIB, MIB
from grader.intake.members import (
    PACK_AGAIN,
    Kind,
    Member,
    admit,
    refuse_too_many,
    refuse_total,
)
from grader.intake.uploads import Upload, is_source, unpacked
from grader.intake.wording import refusal

_BLOCK = 512
_GZIP = b"\x1f\x8b"
_GZIP_FORMAT = 31  # zlib's number for it, with its checksum verified
_POSIX = b"ustar\x00"
_BINARY = b"\x80"  # begins a number too large for octal digits
_OCTAL = re.compile(rb"[ \0]*([0-7]{1,15})[ \0]*")
_DECIMAL = re.compile(rb"[0-9]{1,15}")
_RECORD = re.compile(rb"([0-9]{1,8}) ([^=\n]{1,255})=")
_CHECKSUM = slice(148, 156)

_EXTENDED = b"x"
_LONG_NAME = b"L"
_OF_NO_MEMBER = (b"g", b"K")  # about all members; the target of a link
_PATH = b"path"
_SIZE = b"size"
_KINDS = {
    b"0": Kind.FILE,
    b"\x00": Kind.FILE,
    b"7": Kind.FILE,
    b"5": Kind.FOLDER,
    b"1": Kind.HARD_LINK,
    b"2": Kind.SYMBOLIC_LINK,
    b"3": Kind.DEVICE,
    b"4": Kind.DEVICE,
    b"6": Kind.PIPE,
    b"S": Kind.SPARSE,
}


@dataclass(frozen=True)
class _Header:
    """One header and where its content stands."""

    name: bytes
    type: bytes
    size: int
    start: int

    @property
    def end(self) -> int:
        return self.start + self.size


def read_tar_gz(name: str, data: bytes) -> Upload:
    """Return what a .tar.gz holds.

    Args:
        name: what the file is called.
        data: its content.

    Raises:
        IntakeError: if it is not what its name says, is damaged, or is hostile.
    """
    if not data.startswith(_GZIP):
        raise refusal(name, "this is not compressed by gzip", PACK_AGAIN)
    stream = zlib.decompressobj(_GZIP_FORMAT)
    try:
        tar = stream.decompress(data, MAX_TOTAL_MIB * MIB + 1)
    except zlib.error as error:
        raise _damage(name) from error
    refuse_total(name, len(tar), len(data))
    if not stream.eof or stream.unused_data.strip(b"\0"):
        raise _damage(name)
    return _read(name, tar, packed=len(data))


def read_tar(name: str, data: bytes) -> Upload:
    """Return what a .tar holds.

    Args:
        name: what the file is called.
        data: its content.

    Raises:
        IntakeError: if it is not what its name says, is damaged, or is hostile.
    """
    return _read(name, data, packed=len(data))


def _read(upload: str, tar: bytes, packed: int) -> Upload:
    first = tar[:_BLOCK]
    if not first or not (_is_end(first) or _is_header(first)):
        raise refusal(upload, "this is not a tar archive", PACK_AGAIN)
    found: list[tuple[Member, _Header]] = []
    for pair in _members(upload, tar):
        found.append(pair)
        refuse_too_many(upload, len(found))
    admit(upload, [member for member, _ in found], packed)
    files = {
        member.path: tar[header.start : header.end] if is_source(member.path) else b""
        for member, header in found
        if member.kind is Kind.FILE
    }
    return unpacked(upload, files)


def _members(upload: str, tar: bytes) -> Iterator[tuple[Member, _Header]]:
    said: dict[bytes, bytes] = {}  # about the member that comes next
    offset = 0
    while not _is_end(tar[offset : offset + _BLOCK]):
        header = _header(upload, tar, offset, said)
        if header.type == _EXTENDED:
            said |= _records(upload, tar[header.start : header.end])
        elif header.type == _LONG_NAME:
            said[_PATH] = _text(tar[header.start : header.end])
        elif header.type not in _OF_NO_MEMBER:
            yield _member(header, said), header
            said = {}
        offset = header.end + -header.size % _BLOCK


def _is_end(block: bytes) -> bool:
    return len(block) in {0, _BLOCK} and not block.strip(b"\0")


def _header(upload: str, tar: bytes, offset: int, said: dict[bytes, bytes]) -> _Header:
    block = tar[offset : offset + _BLOCK]
    if not _is_header(block):
        raise _damage(upload)
    kind = block[156:157]
    size = _octal(upload, block[124:136])
    if _SIZE in said and kind not in {_EXTENDED, _LONG_NAME, *_OF_NO_MEMBER}:
        size = _decimal(upload, said[_SIZE])
    prefix = _text(block[345:500]) if block[257:263] == _POSIX else b""
    name = b"/".join(part for part in (prefix, _text(block[:100])) if part)
    header = _Header(name=name, type=kind, size=size, start=offset + _BLOCK)
    if header.end > len(tar):
        raise _damage(upload)
    return header


def _is_header(block: bytes) -> bool:
    stated = _OCTAL.fullmatch(block[_CHECKSUM])
    if len(block) != _BLOCK or stated is None:
        return False
    spaces = len(block[_CHECKSUM]) * ord(" ")
    return int(stated[1], 8) == sum(block) - sum(block[_CHECKSUM]) + spaces


def _octal(upload: str, field: bytes) -> int:
    if field[:1] == _BINARY:
        return int.from_bytes(field[1:])
    digits = _OCTAL.fullmatch(field)
    if digits:
        return int(digits[1], 8)
    if field.strip(b" \0"):
        raise _damage(upload)
    return 0


def _decimal(upload: str, value: bytes) -> int:
    if not _DECIMAL.fullmatch(value):
        raise _damage(upload)
    return int(value)


def _text(field: bytes) -> bytes:
    return field.partition(b"\0")[0]


def _records(upload: str, content: bytes) -> dict[bytes, bytes]:
    records: dict[bytes, bytes] = {}
    start = 0
    while start < len(content):
        record = _RECORD.match(content, start)
        end = start + int(record[1]) if record else 0
        if record is None or end <= record.end() or content[end - 1 : end] != b"\n":
            raise _damage(upload)
        records[record[2]] = content[record.end() : end - 1]
        start = end
    return records


def _member(header: _Header, said: dict[bytes, bytes]) -> Member:
    name = said.get(_PATH, header.name).decode("utf-8", "surrogateescape")
    kind = _KINDS.get(header.type, Kind.UNKNOWN)
    if kind is Kind.FILE and name.endswith("/"):
        kind = Kind.FOLDER  # as programs before 1988 marked it
    if any(keyword.startswith(b"GNU.sparse.") for keyword in said):
        kind = Kind.SPARSE
    return Member(name=name, kind=kind, size=header.size)


def _damage(upload: str) -> IntakeError:
    return refusal(upload, "the archive is damaged or cut short", PACK_AGAIN)
