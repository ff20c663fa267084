"""Every form of an upload becomes the same submission, and none touches the disk."""

import hashlib
import io
import os
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from grader.errors import IntakeError
from grader.intake import take_in
from grader.model import SourceFile, Submission, Unit

MIB = 1024 * 1024
SOURCE = b"class BatchNorm: ...\n"
FILES = {"hw/batchnorm.py": SOURCE, "hw/conftest.py": b"# mine\n"}

Pack = Callable[[Path], None]


def as_folder(path: Path) -> None:
    """Lay the files out."""
    for name, data in FILES.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)


def as_zip(path: Path) -> None:
    """Pack the files as most programs do."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in FILES.items():
            archive.writestr(name, data)


def as_tar(mode: str, tar_format: int) -> Pack:
    """Return what packs the files into a tar archive."""

    def pack(path: Path) -> None:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode=mode, format=tar_format) as archive:  # type: ignore[call-overload] # mypy wants the mode spelled out
            for name, data in FILES.items():
                info = tarfile.TarInfo(f"./{name}")
                info.size = len(data)
                info.mtime = 1.5  # which only PAX can store, in a header of its own
                archive.addfile(info, io.BytesIO(data))
        path.write_bytes(buffer.getvalue())

    return pack


FORMS = pytest.mark.parametrize(
    ("name", "pack"),
    [
        pytest.param("anna", as_folder, id="folder"),
        pytest.param("anna.zip", as_zip, id="zip"),
        pytest.param("anna.ZIP", as_zip, id="capital ZIP"),
        pytest.param("anna.tar", as_tar("w:", tarfile.USTAR_FORMAT), id="ustar"),
        pytest.param("anna.tar", as_tar("w:", tarfile.GNU_FORMAT), id="gnu tar"),
        pytest.param("anna.tar", as_tar("w:", tarfile.PAX_FORMAT), id="pax tar"),
        pytest.param("anna.tar.gz", as_tar("w:gz", tarfile.PAX_FORMAT), id="tar.gz"),
        pytest.param("anna.tgz", as_tar("w:gz", tarfile.GNU_FORMAT), id="tgz"),
    ],
)


@FORMS
def test_every_form_becomes_the_same_submission(
    tmp_path: Path, unit: Unit, name: str, pack: Pack
) -> None:
    """A student's program for packing must not change the score."""
    pack(tmp_path / name)

    submission = take_in(tmp_path / name, [unit])

    assert submission == Submission(
        id="anna",
        modules={"u06_batchnorm": SOURCE},
        files=(SourceFile("hw/batchnorm.py", hashlib.sha256(SOURCE).hexdigest()),),
        ignored=("hw/conftest.py",),
    )


@FORMS
@pytest.mark.usefixtures("sealed")
def test_nothing_is_written_to_the_disk(
    tmp_path: Path, unit: Unit, name: str, pack: Pack
) -> None:
    """What was never written needs no cleaning up and overwrites nothing."""
    pack(tmp_path / name)
    before = sorted(tmp_path.rglob("*"))

    take_in(tmp_path / name, [unit])

    assert before == sorted(tmp_path.rglob("*"))


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Send whatever is written by a relative or temporary path to where we look."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def test_a_single_module_is_taken_in(tmp_path: Path, unit: Unit) -> None:
    """The one file of one unit is the commonest hand-in."""
    path = tmp_path / "batchnorm.py"
    path.write_bytes(SOURCE)

    submission = take_in(path, [unit])

    assert submission == Submission(
        id="batchnorm",
        modules={"u06_batchnorm": SOURCE},
        files=(SourceFile("batchnorm.py", hashlib.sha256(SOURCE).hexdigest()),),
        ignored=(),
    )


@pytest.mark.parametrize(
    "name", ["batchnorm_final.py", "batchnorm (1).py", "batchnorm-2.PY"]
)
def test_a_renamed_module_is_taken_for_the_only_unit_asked_for(
    tmp_path: Path, unit: Unit, name: str
) -> None:
    """Browsers and students rename files."""
    (tmp_path / name).write_bytes(SOURCE)

    submission = take_in(tmp_path / name, [unit])

    assert submission.modules == {"u06_batchnorm": SOURCE}
    assert submission.files[0].path == name


def test_a_renamed_module_alone_in_a_folder_is_taken_too(
    tmp_path: Path, unit: Unit
) -> None:
    """Platforms put each student's file into a folder of its own."""
    (tmp_path / "anna").mkdir()
    (tmp_path / "anna" / "batchnorm_final.py").write_bytes(SOURCE)

    submission = take_in(tmp_path / "anna", [unit])

    assert submission.modules == {"u06_batchnorm": SOURCE}
    assert submission.ignored == ()


def test_a_renamed_module_is_refused_where_two_units_are_asked_for(
    tmp_path: Path, unit: Unit
) -> None:
    """Guessing the unit would score the wrong one."""
    layers = msgspec.structs.replace(unit, id="u02_layers", module="layers.py")
    (tmp_path / "layers_final.py").write_bytes(SOURCE)

    with pytest.raises(IntakeError) as caught:
        take_in(tmp_path / "layers_final.py", [layers, unit])

    assert str(caught.value) == (
        "layers_final.py: expected the module layers.py or batchnorm.py, found a file "
        "of another name; rename it, or name the unit it is for."
    )


def test_a_module_that_is_not_text_is_refused(tmp_path: Path, unit: Unit) -> None:
    """A renamed archive, or what PowerShell writes by default."""
    path = tmp_path / "batchnorm.py"
    path.write_text("x = 1\n", encoding="utf-16")

    with pytest.raises(IntakeError) as caught:
        take_in(path, [unit])

    assert str(caught.value) == (
        "batchnorm.py: this is not text in UTF-8; save the file as UTF-8 text."
    )


@pytest.mark.parametrize("name", ["essay.docx", "anna.7z", "anna.rar", "anna"])
def test_a_file_of_another_kind_is_refused(
    tmp_path: Path, unit: Unit, name: str
) -> None:
    """The forms are told, so that the next attempt works."""
    (tmp_path / name).write_bytes(b"...")

    with pytest.raises(IntakeError) as caught:
        take_in(tmp_path / name, [unit])

    assert str(caught.value) == (
        f"{name}: submissions of this kind are not taken in; hand in a folder, .zip, "
        ".tar.gz, .tgz, .tar, .py or .ipynb."
    )


def test_a_path_that_leads_nowhere_is_refused(tmp_path: Path, unit: Unit) -> None:
    """A typing mistake must not look like an empty submission."""
    path = tmp_path / "ana.zip"

    with pytest.raises(IntakeError) as caught:
        take_in(path, [unit])

    assert str(caught.value) == (
        f"there is no file or folder {path}; name a folder, .zip, .tar.gz, .tgz, "
        ".tar, .py or .ipynb."
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_refused_without_waiting_for_it(
    tmp_path: Path, unit: Unit
) -> None:
    """Opening one would block for ever."""
    os.mkfifo(tmp_path / "anna.zip")

    with pytest.raises(IntakeError) as caught:
        take_in(tmp_path / "anna.zip", [unit])

    assert str(caught.value) == (
        "anna.zip: this is neither a file nor a folder; hand in a folder, .zip, "
        ".tar.gz, .tgz, .tar, .py or .ipynb."
    )


def test_a_file_above_the_limit_is_refused(tmp_path: Path, unit: Unit) -> None:
    """Reading stops at the limit, whatever stands behind it."""
    path = tmp_path / "anna.zip"
    path.touch()
    os.truncate(path, 64 * MIB + 1)

    with pytest.raises(IntakeError) as caught:
        take_in(path, [unit])

    assert str(caught.value) == (
        "anna.zip: anna.zip has more than 64 MiB; hand in the modules alone."
    )


def test_a_module_may_have_one_mebibyte(tmp_path: Path, unit: Unit) -> None:
    """The limit is meant for those who try something."""
    path = tmp_path / "batchnorm.py"
    path.write_bytes(b"#" * MIB)

    submission = take_in(path, [unit])

    assert len(submission.modules["u06_batchnorm"]) == MIB


def test_a_larger_module_is_refused(tmp_path: Path, unit: Unit) -> None:
    """Nobody types more; reading more is a way to tie the judge up."""
    path = tmp_path / "batchnorm.py"
    path.write_bytes(b"#" * (MIB + 1))

    with pytest.raises(IntakeError) as caught:
        take_in(path, [unit])

    assert str(caught.value) == (
        "batchnorm.py: the code in batchnorm.py has more than 1 MiB; keep data out "
        "of it."
    )
