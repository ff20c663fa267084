"""Programs write tar archives in many ways; the module is found in all of them."""

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.intake import take_in
from grader.model import Submission, Unit

SOURCE = b"class BatchNorm: ...\n"
CONTENT = SOURCE + bytes(512 - len(SOURCE))

TakeIn = Callable[[bytes], Submission]


@pytest.fixture
def take(tmp_path: Path, unit: Unit) -> TakeIn:
    """Hand a tar archive in."""

    def hand_in(data: bytes) -> Submission:
        (tmp_path / "s.tar").write_bytes(data)
        return take_in(tmp_path / "s.tar", [unit])

    return hand_in


def header(
    name: str = "batchnorm.py",
    kind: bytes = tarfile.REGTYPE,
    size: bytes = b"%011o\0" % len(SOURCE),
) -> bytes:
    """Return one header as programs before 1988 wrote it, but for its kind."""
    block = bytearray(512)
    block[0 : len(name)] = name.encode()
    block[124:136] = size
    block[156:157] = kind
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def extended(kind: bytes, records: bytes) -> bytes:
    """Return an extended header with these records."""
    size = b"%011o\0" % len(records)
    return header("x", kind, size) + records + bytes(-len(records) % 512)


@pytest.mark.parametrize(
    "tar_format",
    [
        pytest.param(tarfile.USTAR_FORMAT, id="ustar"),
        pytest.param(tarfile.GNU_FORMAT, id="gnu"),
        pytest.param(tarfile.PAX_FORMAT, id="pax"),
    ],
)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("batchnorm.py", id="short"),
        pytest.param("ä" * 20 + "/batchnorm.py", id="accents"),
        pytest.param("a" * 90 + "/" + "b" * 60 + "/batchnorm.py", id="long"),
    ],
)
def test_a_name_is_read_in_every_format(
    take: TakeIn, tar_format: int, name: str
) -> None:
    """Each format has a place of its own for what the header cannot hold."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tar_format) as archive:
        info = tarfile.TarInfo(name)
        info.size = len(SOURCE)
        archive.addfile(info, io.BytesIO(SOURCE))

    submission = take(buffer.getvalue())

    assert submission.modules == {"u06_batchnorm": SOURCE}
    assert submission.files[0].path == name


@pytest.mark.parametrize(
    "size",
    [
        pytest.param(b"%11o " % len(SOURCE), id="spaces"),
        pytest.param(b"%012o" % len(SOURCE), id="no end"),
        pytest.param(b"%o" % len(SOURCE) + bytes(10), id="zero bytes"),
        pytest.param(b"\x80" + len(SOURCE).to_bytes(11), id="binary"),
    ],
)
def test_a_size_is_read_however_it_is_written(take: TakeIn, size: bytes) -> None:
    """The standard came late."""
    submission = take(header(size=size) + CONTENT)

    assert submission.modules == {"u06_batchnorm": SOURCE}


def test_a_size_left_blank_is_none(take: TakeIn) -> None:
    """Some programs leave it out where nothing follows."""
    submission = take(header(size=bytes(12)))

    assert submission.modules == {"u06_batchnorm": b""}


@pytest.mark.parametrize("kind", [b"0", b"\0", b"7"])
def test_a_file_is_a_file_by_any_of_its_marks(take: TakeIn, kind: bytes) -> None:
    """The first standard had another mark, and one for files in one piece."""
    submission = take(header(kind=kind) + CONTENT)

    assert submission.modules == {"u06_batchnorm": SOURCE}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        pytest.param("batchnorm.py", b"5", id="by its mark"),
        pytest.param("batchnorm.py/", b"\0", id="by its name"),
    ],
)
def test_a_folder_is_no_module_whatever_its_name(
    take: TakeIn, name: str, kind: bytes
) -> None:
    """There is nothing to read in it."""
    submission = take(header(name, kind, size=bytes(12)))

    assert submission.modules == {}
    assert submission.ignored == ()


def test_an_extended_header_has_the_last_word(take: TakeIn) -> None:
    """It says what the plain one has no room for."""
    records = b"21 path=batchnorm.py\n" + b"11 size=%d\n" % len(SOURCE)

    submission = take(
        extended(b"x", records)
        + header("cut", size=bytes(12))
        + CONTENT
        + header("y")
        + CONTENT
    )

    assert submission.modules == {"u06_batchnorm": SOURCE}
    assert submission.ignored == ("y",)


def test_a_header_about_all_members_changes_none(take: TakeIn) -> None:
    """`git archive` puts the commit there."""
    submission = take(extended(b"g", b"11 path=abc\n") + header() + CONTENT)

    assert submission.modules == {"u06_batchnorm": SOURCE}


def test_an_archive_without_members_is_an_empty_submission(take: TakeIn) -> None:
    """Its modules are missing; nothing about it is hostile."""
    submission = take(bytes(10_240))

    assert submission.modules == {}
    assert submission.ignored == ()


def test_what_stands_behind_the_end_is_not_read(take: TakeIn) -> None:
    """Programs fill the last block of a tape with anything."""
    submission = take(header() + CONTENT + bytes(1024) + b"anything")

    assert submission.modules == {"u06_batchnorm": SOURCE}
