"""A .zip that is hostile, damaged or something else is refused with its reason."""

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import IntakeError
from grader.intake import take_in
from grader.model import Submission, Unit

MIB = 1024 * 1024
SOURCE = b"class BatchNorm: ...\n" * 9

# Offsets of fields from the mark of a member in the list at the end.
FLAGS, CRC, SIZE = 8, 16, 24

Refuse = Callable[[bytes], str]


@pytest.fixture
def refuse(tmp_path: Path, unit: Unit) -> Refuse:
    """Hand a zip in and return the sentence that refuses it."""

    def hand_in(data: bytes) -> str:
        (tmp_path / "s.zip").write_bytes(data)
        with pytest.raises(IntakeError) as caught:
            take_in(tmp_path / "s.zip", [unit])
        return str(caught.value)

    return hand_in


def packed(
    files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, mode: int = 0
) -> bytes:
    """Return an honest zip, all its members of this kind."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            info.external_attr = mode << 16
            archive.writestr(info, data)
    return buffer.getvalue()


def altered(archive: bytes, field: int, value: bytes) -> bytes:
    """Return the zip with a field of the list's first member overwritten."""
    start = archive.index(b"PK\x01\x02") + field
    return archive[:start] + value + archive[start + len(value) :]


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        pytest.param(stat.S_IFLNK, "symbolic link", id="symlink"),
        pytest.param(stat.S_IFBLK, "device", id="block device"),
        pytest.param(stat.S_IFCHR, "device", id="character device"),
        pytest.param(stat.S_IFIFO, "named pipe", id="pipe"),
        pytest.param(stat.S_IFSOCK, "socket", id="socket"),
        pytest.param(0o130000, "thing of an unknown kind", id="unknown"),
    ],
)
def test_a_member_that_is_neither_file_nor_folder_is_refused(
    refuse: Refuse, mode: int, kind: str
) -> None:
    """One is enough, even beside a good module."""
    data = packed({"x": b"/etc/passwd"}, mode=mode | 0o644)

    assert refuse(data) == (
        f"s.zip: the member 'x' is a {kind}, not a file or folder; make a new archive "
        "of plain files and folders."
    )


@pytest.mark.parametrize("flag", [b"\x01\x00", b"\x40\x00", b"\x00\x20"])
def test_an_encrypted_member_is_refused(refuse: Refuse, flag: bytes) -> None:
    """Nobody here knows the password."""
    data = altered(packed({"batchnorm.py": SOURCE}), FLAGS, flag)

    assert refuse(data) == (
        "s.zip: the member 'batchnorm.py' is encrypted; make a new archive without a "
        "password."
    )


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_rare_compression_is_refused(refuse: Refuse, method: int) -> None:
    """These unpack a few bytes to gigabytes in one step."""
    data = packed({"batchnorm.py": SOURCE}, method)

    assert refuse(data) == (
        f"s.zip: the member 'batchnorm.py' is compressed by method {method}, not 0 or "
        "8; make a new archive without special options."
    )


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_wrong_checksum_is_refused(refuse: Refuse, method: int) -> None:
    """Half of the work must not be graded as all of it."""
    data = altered(packed({"notes.txt": SOURCE}, method), CRC, b"\0\0\0\0")

    assert refuse(data) == (
        "s.zip: the member 'notes.txt' is damaged; make the archive again and check "
        "that it opens."
    )


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("size", [0, 10, 10_000])
def test_a_member_that_lies_about_its_size_is_refused(
    refuse: Refuse, method: int, size: int
) -> None:
    """What is read is what comes, not what was announced."""
    archive = packed({"batchnorm.py": SOURCE}, method)

    message = refuse(altered(archive, SIZE, size.to_bytes(4, "little")))

    assert message == (
        f"s.zip: the member 'batchnorm.py' claims {size} bytes and unpacks to another "
        "number; make a new archive of plain files and folders."
    )


def test_a_bomb_that_announces_little_is_stopped_at_the_limit(refuse: Refuse) -> None:
    """The size is a claim, and the content goes on after it."""
    archive = packed({"zeros.bin": bytes(30 * MIB)})

    message = refuse(altered(archive, SIZE, b"\x05\0\0\0"))

    assert message == (
        "s.zip: the member 'zeros.bin' claims 5 bytes and unpacks to another number; "
        "make a new archive of plain files and folders."
    )


def test_a_member_above_the_limit_is_refused(refuse: Refuse) -> None:
    """By what it says of itself; nothing is unpacked."""
    archive = packed({"data.npy": b""})

    message = refuse(altered(archive, SIZE, (20 * MIB + 1).to_bytes(4, "little")))

    assert message == (
        "s.zip: the member 'data.npy' has more than 20 MiB; make a new archive of the "
        "modules alone."
    )


def test_members_above_the_limit_together_are_refused(refuse: Refuse) -> None:
    """Many members of the allowed size are a bomb too."""
    data = packed({f"{number}.bin": bytes(20 * MIB) for number in range(6)})

    assert refuse(data) == (
        "s.zip: it unpacks to more than 100 MiB; make a new archive of the modules "
        "alone."
    )


def test_a_small_archive_that_unpacks_to_much_is_refused(refuse: Refuse) -> None:
    """Only a bomb shrinks that far."""
    data = packed({"zeros.bin": bytes(11 * MIB)})

    assert refuse(data) == (
        "s.zip: it unpacks to more than 200 times its size; make a new archive of the "
        "modules alone."
    )


def test_an_array_of_zeros_is_no_bomb(tmp_path: Path, unit: Unit) -> None:
    """Students keep arrays beside their modules."""
    (tmp_path / "s.zip").write_bytes(packed({"zeros.npy": bytes(9 * MIB)}))

    submission = take_in(tmp_path / "s.zip", [unit])

    assert submission.ignored == ("zeros.npy",)


@pytest.mark.parametrize("stated", [b"\x01\0\x01\0", b"\xff\xff\xff\xff"])
def test_more_members_than_ten_thousand_are_refused(
    refuse: Refuse, stated: bytes
) -> None:
    """Whatever number the archive states; it may be a lie."""
    archive = packed({f"{number}": b"" for number in range(10_001)})
    end = archive.index(b"PK\x05\x06")

    message = refuse(archive[: end + 8] + stated + archive[end + 12 :])

    assert message == (
        "s.zip: it holds more than 10000 members; make a new archive of the modules "
        "alone."
    )


def test_a_million_members_are_refused_before_they_are_listed(refuse: Refuse) -> None:
    """A list of them would take a gigabyte."""
    data = b"PK\x03\x04" + (b"PK\x01\x02" + bytes(42)) * 1_000_000

    assert refuse(data) == (
        "s.zip: it holds more than 10000 members; make a new archive of the modules "
        "alone."
    )


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"class BatchNorm: ...\n", id="source"),
        pytest.param(b"\x1f\x8b\x08\0", id="gzip"),
        pytest.param(b"#!/bin/sh\n" + packed({"a": b""}), id="something before it"),
    ],
)
def test_what_is_no_zip_is_refused(refuse: Refuse, data: bytes) -> None:
    """A file renamed to .zip is common; one with two natures is a trick."""
    assert refuse(data) == (
        "s.zip: this is not a zip archive; make the archive again and check that it "
        "opens."
    )


def test_an_archive_that_is_cut_short_is_refused(refuse: Refuse) -> None:
    """Uploads break off."""
    data = packed({"batchnorm.py": SOURCE})

    assert refuse(data[:-30]) == (
        "s.zip: the archive is damaged or cut short; make the archive again and check "
        "that it opens."
    )


def test_what_a_mac_adds_is_no_reason_to_refuse(tmp_path: Path, unit: Unit) -> None:
    """Every archive made there has it, and its owner does not see it."""
    files = {
        "batchnorm.py": SOURCE,
        "__MACOSX/._batchnorm.py": b"\0\5\26\7",
        "hw/.DS_Store": b"\0",
    }
    (tmp_path / "s.zip").write_bytes(packed(files))

    submission = take_in(tmp_path / "s.zip", [unit])

    assert submission.modules == {"u06_batchnorm": SOURCE}
    assert submission.ignored == ()


def test_an_archive_in_the_archive_is_not_opened(tmp_path: Path, unit: Unit) -> None:
    """One level is enough for any hand-in."""
    inner = packed({"batchnorm.py": SOURCE})
    (tmp_path / "s.zip").write_bytes(packed({"hw.zip": inner, ".git/x": b""}))

    submission = take_in(tmp_path / "s.zip", [unit])

    assert submission.modules == {}
    assert submission.ignored == (".git/", "hw.zip (an archive, not opened)")


HONEST = packed({"batchnorm.py": SOURCE, "a/b.txt": b"text"})


@given(st.dictionaries(st.integers(0, len(HONEST) - 1), st.integers(0, 255)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damage_anywhere_ends_in_a_submission_or_a_refusal(
    tmp_path: Path, unit: Unit, damage: dict[int, int]
) -> None:
    """An error of any other kind would end the batch for everyone."""
    data = bytes(damage.get(place, byte) for place, byte in enumerate(HONEST))
    (tmp_path / "s.zip").write_bytes(data)

    assert isinstance(end_of(tmp_path / "s.zip", unit), Submission | IntakeError)


def end_of(path: Path, unit: Unit) -> Submission | IntakeError:
    """Return the submission, or the error that refused it."""
    try:
        return take_in(path, [unit])
    except IntakeError as error:
        return error
