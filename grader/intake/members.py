"""The rules for members of an archive, whatever its format.

All of them are checked on what the archive says of itself, before any content
is kept; whoever reads the content then holds the archive to what it said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from grader.intake.limits import (
    MAX_FILE_MIB,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_TOTAL_MIB,
    MIB,
    RATIO_COUNTS_FROM_MIB,
)
from grader.intake.names import objection, plain_path, same_place
from grader.intake.wording import quoted, refusal

PACK_PLAIN = "make a new archive of plain files and folders"
PACK_LESS = "make a new archive of the modules alone"
PACK_AGAIN = "make the archive again and check that it opens"


class Kind(StrEnum):
    """What a member is; only the first two are taken in."""

    FILE = "file"
    FOLDER = "folder"
    SYMBOLIC_LINK = "symbolic link"
    HARD_LINK = "hard link"
    DEVICE = "device"
    PIPE = "named pipe"
    SOCKET = "socket"
    SPARSE = "sparse file"
    UNKNOWN = "thing of an unknown kind"


@dataclass(frozen=True)
class Member:
    """A member as the archive describes it.

    Attributes:
        name: as it stands in the archive.
        kind: what it is.
        size: the bytes it claims to unpack to.
    """

    name: str
    kind: Kind
    size: int

    @property
    def path(self) -> str:
        """The name without its idle parts."""
        return plain_path(self.name)


def admit(upload: str, members: Sequence[Member], packed: int) -> None:
    """Refuse an archive with a member that must not be there.

    Whoever lists the members has counted them already, with `refuse_too_many`.

    Args:
        upload: the archive's name.
        members: what it claims to hold.
        packed: the archive's own size in bytes.

    Raises:
        IntakeError: if a name, a kind or a size is not allowed.
    """
    for member in members:
        _refuse_name_or_kind(upload, member)
    _refuse_one_place_twice(upload, members)
    _refuse_sizes(upload, members, packed)


def refuse_too_many(upload: str, count: int) -> None:
    """Refuse an archive with more members than a submission can need.

    Raises:
        IntakeError: if the count is above the limit.
    """
    if count > MAX_MEMBERS:
        found = f"it holds more than {MAX_MEMBERS} members"
        raise refusal(upload, found, PACK_LESS)


def refuse_total(upload: str, total: int, packed: int) -> None:
    """Refuse an archive that unpacks to far more than a submission can need.

    Args:
        upload: the archive's name.
        total: the bytes it unpacks to.
        packed: the bytes it has.

    Raises:
        IntakeError: if the total, or its ratio to the packed size, is too large.
    """
    if total > MAX_TOTAL_MIB * MIB:
        found = f"it unpacks to more than {MAX_TOTAL_MIB} MiB"
        raise refusal(upload, found, PACK_LESS)
    if total > max(RATIO_COUNTS_FROM_MIB * MIB, MAX_RATIO * packed):
        found = f"it unpacks to more than {MAX_RATIO} times its size"
        raise refusal(upload, found, PACK_LESS)


def _refuse_name_or_kind(upload: str, member: Member) -> None:
    reason = objection(member.name)
    if not reason and member.kind not in {Kind.FILE, Kind.FOLDER}:
        reason = f"is a {member.kind}, not a file or folder"
    if reason:
        found = f"the member {quoted(member.name)} {reason}"
        raise refusal(upload, found, PACK_PLAIN)


def _refuse_one_place_twice(upload: str, members: Sequence[Member]) -> None:
    first: dict[str, str] = {}
    for member in members:
        place = same_place(member.path)
        if place in first:
            found = _clash(first[place], member.name)
            raise refusal(upload, found, "make a new archive with one of them")
        first[place] = member.name


def _clash(name: str, other: str) -> str:
    if name == other:
        return f"the member {quoted(name)} is there twice"
    return f"the members {quoted(name)} and {quoted(other)} are one file on some disks"


def _refuse_sizes(upload: str, members: Sequence[Member], packed: int) -> None:
    for member in members:
        if member.size > MAX_FILE_MIB * MIB:
            found = f"the member {quoted(member.name)} has more than {MAX_FILE_MIB} MiB"
            raise refusal(upload, found, PACK_LESS)
    refuse_total(upload, sum(member.size for member in members), packed)
