"""Open a .zip in memory."""

import copy
import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Sequence

from grader.intake.limits import MAX_FILE_MIB, MIB
from grader.intake.members import (
    PACK_AGAIN,
    PACK_PLAIN,
    Kind,
    Member,
    admit,
    refuse_too_many,
)
from grader.intake.uploads import Upload, is_source, unpacked
from grader.intake.wording import quoted, refusal

_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_LISTED_MEMBER = b"PK\x01\x02"
_ENCRYPTED = 0x1 | 0x40 | 0x2000  # by password, strongly, with the list of members
_KINDS = {
    0: Kind.FILE,  # made where files have no kind, as on Windows
    stat.S_IFREG: Kind.FILE,
    stat.S_IFDIR: Kind.FOLDER,
    stat.S_IFLNK: Kind.SYMBOLIC_LINK,
    stat.S_IFBLK: Kind.DEVICE,
    stat.S_IFCHR: Kind.DEVICE,
    stat.S_IFIFO: Kind.PIPE,
    stat.S_IFSOCK: Kind.SOCKET,
}

# What zipfile raises on bytes that no zip program wrote.
_DAMAGE = (
    EOFError,
    NotImplementedError,
    OverflowError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def read_zip(name: str, data: bytes) -> Upload:
    """Return what a .zip holds.

    Args:
        name: what the file is called.
        data: its content.

    Raises:
        IntakeError: if it is no zip archive, is damaged, or is hostile.
    """
    if not data.startswith(_STARTS):
        raise refusal(name, "this is not a zip archive", PACK_AGAIN)
    # The count that an archive states can be a lie; without this mark, though,
    # zipfile lists nothing, so it never builds a longer list than this.
    refuse_too_many(name, data.count(_LISTED_MEMBER))
    with _opened(name, data) as archive:
        infos = archive.infolist()
        _refuse_what_cannot_be_read(name, infos)
        members = [_member(info) for info in infos]
        admit(name, members, len(data))
        files = {
            member.path: _content(name, archive, info, member)
            for info, member in zip(infos, members, strict=True)
            if member.kind is Kind.FILE
        }
    return unpacked(name, files)


def _opened(name: str, data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE as error:
        found = "the archive is damaged or cut short"
        raise refusal(name, found, PACK_AGAIN) from error


def _refuse_what_cannot_be_read(name: str, infos: Sequence[zipfile.ZipInfo]) -> None:
    for info in infos:
        if info.flag_bits & _ENCRYPTED:
            found = f"the member {quoted(info.orig_filename)} is encrypted"
            raise refusal(name, found, "make a new archive without a password")
        # Others unpack without a limit on memory.
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            found = (
                f"the member {quoted(info.orig_filename)} is compressed "
                f"by method {info.compress_type}, not 0 or 8"
            )
            raise refusal(name, found, "make a new archive without special options")


def _member(info: zipfile.ZipInfo) -> Member:
    # `filename` ends at a NUL and has its backslashes turned on Windows.
    name = info.orig_filename
    kind = _KINDS.get(stat.S_IFMT(info.external_attr >> 16), Kind.UNKNOWN)
    if kind is Kind.FILE and name.endswith("/"):
        kind = Kind.FOLDER
    return Member(name=name, kind=kind, size=info.file_size)


def _content(
    name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, member: Member
) -> bytes:
    # Told the size, zipfile would stop there; it must read what really comes.
    limit = MAX_FILE_MIB * MIB
    unbound = copy.copy(info)
    unbound.file_size = 2 * limit
    try:
        with archive.open(unbound) as file:
            data = file.read(limit + 1)
    except _DAMAGE as error:
        found = f"the member {quoted(member.name)} is damaged"
        raise refusal(name, found, PACK_AGAIN) from error
    if len(data) != member.size:
        found = (
            f"the member {quoted(member.name)} claims {member.size} bytes "
            "and unpacks to another number"
        )
        raise refusal(name, found, PACK_PLAIN)
    return data if is_source(member.path) else b""
