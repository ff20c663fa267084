"""A member of an archive whose name is a trick refuses the whole upload."""

import io
import tarfile
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import IntakeError
from grader.intake import take_in
from grader.intake.names import objection, plain_path, same_place
from grader.model import Unit

Pack = Callable[[Path, list[str]], Path]

PLAIN_PARTS = st.text(st.sampled_from("abä.-_ 1"), min_size=1, max_size=8).filter(
    lambda part: part.strip(" .")
)
PLAIN_PATHS = st.lists(PLAIN_PARTS, max_size=4)


def as_zip(folder: Path, names: list[str]) -> Path:
    """Pack empty files of these names, whatever they are."""
    path = folder / "s.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            info = zipfile.ZipInfo()
            info.filename = name  # the constructor would cut it at a NUL
            archive.writestr(info, b"")
    return path


def as_tar(folder: Path, names: list[str]) -> Path:
    """Pack empty files of these names, whatever they are."""
    path = folder / "s.tar"
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as archive:
        for name in names:
            archive.addfile(tarfile.TarInfo(name), io.BytesIO())
    return path


FORMATS = pytest.mark.parametrize(
    "pack", [pytest.param(as_zip, id="zip"), pytest.param(as_tar, id="tar")]
)


@FORMATS
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        pytest.param("../evil.py", "leads out of the upload", id="up"),
        pytest.param("a/../../evil.py", "leads out of the upload", id="up inside"),
        pytest.param("a/..", "leads out of the upload", id="up at the end"),
        pytest.param("a/.. /evil.py", "leads out of the upload", id="up and space"),
        pytest.param("a/.../evil.py", "leads out of the upload", id="three dots"),
        pytest.param("../s-evil/x.py", "leads out of the upload", id="same prefix"),
        pytest.param("/etc/passwd", "has an absolute path", id="absolute"),
        pytest.param("//host/share", "has an absolute path", id="share"),
        pytest.param("C:/evil.py", "names a drive", id="drive"),
        pytest.param("c:evil.py", "names a drive", id="drive's folder"),
        pytest.param("..\\evil.py", "has a backslash in its name", id="backslash"),
        pytest.param(
            "a\nb.py", "has control characters in its name", id="line end in name"
        ),
        pytest.param(
            "a\x1b[2Jb", "has control characters in its name", id="terminal's escape"
        ),
        pytest.param("a\x85b", "has control characters in its name", id="late control"),
        pytest.param("CON", "has a name that Windows reserves", id="CON"),
        pytest.param("a/nul.py", "has a name that Windows reserves", id="nul.py"),
        pytest.param("aux .txt/b", "has a name that Windows reserves", id="aux"),
        pytest.param("com¹", "has a name that Windows reserves", id="com"),
    ],
)
def test_a_hostile_name_is_refused(
    tmp_path: Path, unit: Unit, pack: Pack, name: str, reason: str
) -> None:
    """The module beside it does not make up for it."""
    path = pack(tmp_path, ["batchnorm.py", name])

    with pytest.raises(IntakeError) as caught:
        take_in(path, [unit])

    assert str(caught.value) == (
        f"{path.name}: the member {name!r} {reason}; make a new archive of plain "
        "files and folders."
    )


def test_a_nul_in_a_name_is_refused(tmp_path: Path, unit: Unit) -> None:
    """Two programs would read two names."""
    path = as_zip(tmp_path, ["batchnorm.py\0.txt"])

    with pytest.raises(IntakeError) as caught:
        take_in(path, [unit])

    assert str(caught.value) == (
        "s.zip: the member 'batchnorm.py\\x00.txt' has control characters in its "
        "name; make a new archive of plain files and folders."
    )


@FORMATS
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("n" * 300, f"{'n' * 60}...{'n' * 15}", id="name"),
        pytest.param("a/" * 600, f"{'a/' * 30}.../{'a/' * 7}", id="path"),
    ],
)
def test_a_name_that_no_disk_takes_is_refused(
    tmp_path: Path, unit: Unit, pack: Pack, name: str, shown: str
) -> None:
    """The refusal itself stays short."""
    path = pack(tmp_path, [name])

    with pytest.raises(IntakeError) as caught:
        take_in(path, [unit])

    assert str(caught.value) == (
        f"{path.name}: the member '{shown}' has a name longer than 255 characters or "
        "a path longer than 1000; make a new archive of plain files and folders."
    )


@FORMATS
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_is_there_twice_is_refused(
    tmp_path: Path, unit: Unit, pack: Pack
) -> None:
    """Which of them counts would depend on the program that unpacks."""
    path = pack(tmp_path, ["batchnorm.py", "batchnorm.py"])

    with pytest.raises(IntakeError) as caught:
        take_in(path, [unit])

    assert str(caught.value) == (
        f"{path.name}: the member 'batchnorm.py' is there twice; make a new archive "
        "with one of them."
    )


@FORMATS
@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("a/b.py", "A/B.py", id="case"),
        pytest.param("straße.py", "STRASSE.py", id="case of one letter"),
        pytest.param("\u00e4.py", "a\u0308.py", id="canonical form"),
        pytest.param("\ufb01.py", "fi.py", id="compatible form"),
        pytest.param("a/b.py", "a//./b.py", id="idle parts"),
        pytest.param("b.py", "b.py. ", id="dots and spaces at the end"),
        pytest.param("b.py", "b.py/", id="file and folder"),
    ],
)
def test_names_that_one_disk_takes_for_one_are_refused(
    tmp_path: Path, unit: Unit, pack: Pack, one: str, other: str
) -> None:
    """What is graded must be what the student sees when unpacking it."""
    path = pack(tmp_path, [one, other])

    with pytest.raises(IntakeError) as caught:
        take_in(path, [unit])

    assert str(caught.value) == (
        f"{path.name}: the members {one!r} and {other!r} are one file on some disks; "
        "make a new archive with one of them."
    )


@FORMATS
@given(before=PLAIN_PATHS, after=PLAIN_PATHS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_path_with_a_step_up_is_taken_in(
    tmp_path: Path, unit: Unit, pack: Pack, before: list[str], after: list[str]
) -> None:
    """Not even where the steps cancel out: no program for packing writes them."""
    path = pack(tmp_path, ["/".join([*before, "..", *after])])

    with pytest.raises(IntakeError, match="leads out of the upload"):
        take_in(path, [unit])


@given(st.text(max_size=30))
def test_a_name_without_objection_stays_inside(name: str) -> None:
    """Wherever it were unpacked, nothing above would be touched."""
    root = Path("/upload")

    place = Path(f"/upload/{name}") if not objection(name) else root

    assert place.is_relative_to(root)
    assert ".." not in place.parts


@given(PLAIN_PATHS.map("/".join))
def test_a_plain_path_meets_no_objection(path: str) -> None:
    """Umlauts, dots, spaces and hyphens are in honest names."""
    assert objection(path) == ""


@given(st.text())
def test_a_name_is_in_one_place_in_every_form(name: str) -> None:
    """Each system writes letters with accents in its own way."""
    decomposed = unicodedata.normalize("NFD", name)

    assert same_place(name) == same_place(decomposed)


@given(st.text(st.sampled_from("./a")))
def test_a_plain_path_has_no_idle_parts(name: str) -> None:
    """One file must have one path."""
    path = plain_path(name)

    assert path == plain_path(path)
    assert {"", "."}.isdisjoint(path.split("/")) or path == ""
