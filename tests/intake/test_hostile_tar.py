"""A .tar or .tar.gz that is hostile, damaged or something else is refused."""

import gzip
import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import IntakeError
from grader.intake import take_in
from grader.model import Submission, Unit

MIB = 1024 * 1024
SOURCE = b"class BatchNorm: ...\n"
DAMAGED = (
    "the archive is damaged or cut short; make the archive again and check that it "
    "opens."
)

Refuse = Callable[..., str]


@pytest.fixture
def refuse(tmp_path: Path, unit: Unit) -> Refuse:
    """Hand an archive in and return the sentence that refuses it."""

    def hand_in(data: bytes, name: str = "s.tar") -> str:
        (tmp_path / name).write_bytes(data)
        with pytest.raises(IntakeError) as caught:
            take_in(tmp_path / name, [unit])
        return str(caught.value)

    return hand_in


def header(
    name: str = "x", kind: bytes = tarfile.REGTYPE, size: int = 0, **others: str
) -> bytes:
    """Return one header, with no content behind it."""
    info = tarfile.TarInfo(name)
    info.type = kind
    info.size = size
    info.linkname = others.get("link", "")
    return info.tobuf(tarfile.GNU_FORMAT)


def extended(records: bytes) -> bytes:
    """Return an extended header with these records."""
    content = records + bytes(-len(records) % 512)
    return header(kind=tarfile.XHDTYPE, size=len(records)) + content


def honest() -> bytes:
    """Return what tarfile writes for a long name, a folder and a module."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        folder = tarfile.TarInfo("ä" * 90)
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        module = tarfile.TarInfo("ä" * 90 + "/batchnorm.py")
        module.size = len(SOURCE)
        archive.addfile(module, io.BytesIO(SOURCE))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        pytest.param(tarfile.SYMTYPE, "symbolic link", id="symlink"),
        pytest.param(tarfile.LNKTYPE, "hard link", id="hard link"),
        pytest.param(tarfile.CHRTYPE, "device", id="character device"),
        pytest.param(tarfile.BLKTYPE, "device", id="block device"),
        pytest.param(tarfile.FIFOTYPE, "named pipe", id="pipe"),
        pytest.param(tarfile.GNUTYPE_SPARSE, "sparse file", id="sparse"),
        pytest.param(b"V", "thing of an unknown kind", id="volume"),
    ],
)
def test_a_member_that_is_neither_file_nor_folder_is_refused(
    refuse: Refuse, kind: bytes, name: str
) -> None:
    """One is enough, even beside a good module."""
    data = header("x", kind, link="/etc/passwd")

    assert refuse(data) == (
        f"s.tar: the member 'x' is a {name}, not a file or folder; make a new archive "
        "of plain files and folders."
    )


def test_a_sparse_file_in_the_newer_form_is_refused(refuse: Refuse) -> None:
    """It would unpack to more than it holds."""
    data = extended(b"22 GNU.sparse.major=1\n") + header("x")

    assert refuse(data) == (
        "s.tar: the member 'x' is a sparse file, not a file or folder; make a new "
        "archive of plain files and folders."
    )


def test_a_link_with_a_long_target_is_refused_as_a_link(refuse: Refuse) -> None:
    """The target stands in a header of its own, which is no member."""
    data = header("x", tarfile.SYMTYPE, link="t" * 200)

    assert refuse(data) == (
        "s.tar: the member 'x' is a symbolic link, not a file or folder; make a new "
        "archive of plain files and folders."
    )


def test_a_member_above_the_limit_is_refused(refuse: Refuse) -> None:
    """A disk image is no hand-in."""
    data = header("x.npy", size=20 * MIB + 1) + bytes(21 * MIB)

    assert refuse(data) == (
        "s.tar: the member 'x.npy' has more than 20 MiB; make a new archive of the "
        "modules alone."
    )


def test_a_bomb_is_stopped_at_the_limit(refuse: Refuse) -> None:
    """A few kilobytes could go on for ever."""
    member = header("x", size=10 * MIB) + bytes(10 * MIB)

    assert refuse(gzip.compress(member * 11), "s.tar.gz") == (
        "s.tar.gz: it unpacks to more than 100 MiB; make a new archive of the modules "
        "alone."
    )


def test_a_small_archive_that_unpacks_to_much_is_refused(refuse: Refuse) -> None:
    """Only a bomb shrinks that far."""
    data = gzip.compress(header("x", size=11 * MIB) + bytes(11 * MIB))

    assert refuse(data, "s.tgz") == (
        "s.tgz: it unpacks to more than 200 times its size; make a new archive of the "
        "modules alone."
    )


def test_more_members_than_ten_thousand_are_refused(refuse: Refuse) -> None:
    """Counting stops there."""
    data = header("x") * 10_001

    assert refuse(data) == (
        "s.tar: it holds more than 10000 members; make a new archive of the modules "
        "alone."
    )


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(SOURCE, id="source"),
        pytest.param(b"PK\x03\x04" + bytes(600), id="zip"),
        pytest.param(gzip.compress(honest()), id="compressed"),
    ],
)
def test_what_is_no_tar_is_refused(refuse: Refuse, data: bytes) -> None:
    """The extension must tell the truth."""
    assert refuse(data) == (
        "s.tar: this is not a tar archive; make the archive again and check that it "
        "opens."
    )


def test_what_is_not_compressed_is_refused(refuse: Refuse) -> None:
    """The extension must tell the truth."""
    assert refuse(honest(), "s.tar.gz") == (
        "s.tar.gz: this is not compressed by gzip; make the archive again and check "
        "that it opens."
    )


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(gzip.compress(honest())[:-12], id="cut short"),
        pytest.param(gzip.compress(honest())[:-8] + bytes(8), id="wrong checksum"),
        pytest.param(gzip.compress(honest()) * 2, id="two streams"),
        pytest.param(gzip.compress(honest()) + b"more", id="something after it"),
    ],
)
def test_damaged_compression_is_refused(refuse: Refuse, data: bytes) -> None:
    """Half of the work must not be graded as all of it."""
    assert refuse(data, "s.tgz") == f"s.tgz: {DAMAGED}"


NEGATIVE = b"\xff" * 11 + b"\x00"  # -256, as GNU tar writes it


def resized(field: bytes) -> bytes:
    """Return a header with this in its field for the size, its checksum right."""
    block = bytearray(header())
    block[124:136] = field
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(honest()[:2000], id="cut in a content"),
        pytest.param(header() + header()[:300], id="cut in a header"),
        pytest.param(header() + b"x" * 512, id="no checksum"),
        pytest.param(header() + b"y" + header()[1:], id="wrong checksum"),
        pytest.param(header() + b"9" * 512, id="checksum of nines"),
        pytest.param(header(size=5), id="content missing"),
        pytest.param(header() + resized(NEGATIVE), id="size below zero"),
        pytest.param(header() + resized(b"00000000009\0"), id="size with a nine"),
        pytest.param(header() + resized(b"0x000000010\0"), id="size of letters"),
        pytest.param(extended(b"9" * 100_000), id="number without end"),
        pytest.param(extended(b"5 a=b\n"), id="length of a record too small"),
        pytest.param(extended(b"99 a=b\n"), id="length of a record too large"),
        pytest.param(extended(b"0 a=b\n"), id="record without length"),
        pytest.param(extended(b"11 size=-1\n") + header(), id="record below zero"),
        pytest.param(extended(b"10 size=9\n") + header(), id="record too large"),
    ],
)
def test_damaged_headers_are_refused(refuse: Refuse, data: bytes) -> None:
    """Some of them keep tarfile busy for hours."""
    assert refuse(data) == f"s.tar: {DAMAGED}"


def test_headers_about_a_header_do_not_pile_up(refuse: Refuse) -> None:
    """Each is read and forgotten; tarfile would go a level deeper for each."""
    data = extended(b"6 a=b\n") * 5000 + header("../x")

    assert refuse(data) == (
        "s.tar: the member '../x' leads out of the upload; make a new archive of "
        "plain files and folders."
    )


HONEST = honest()


@given(st.dictionaries(st.integers(0, 3 * 512), st.integers(0, 255)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damage_anywhere_ends_in_a_submission_or_a_refusal(
    tmp_path: Path, unit: Unit, damage: dict[int, int]
) -> None:
    """An error of any other kind would end the batch for everyone."""
    data = bytes(damage.get(place, byte) for place, byte in enumerate(HONEST))
    (tmp_path / "s.tar").write_bytes(data)

    assert isinstance(end_of(tmp_path / "s.tar", unit), Submission | IntakeError)


def end_of(path: Path, unit: Unit) -> Submission | IntakeError:
    """Return the submission, or the error that refused it."""
    try:
        return take_in(path, [unit])
    except IntakeError as error:
        return error
