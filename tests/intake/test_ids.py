"""An id comes from the teacher's side and can name a file on every machine."""

import hashlib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake import resolve_ids, take_in
from grader.intake.ids import clean_id
from grader.model import Unit

# The samples make clashes likely.
NAMES = st.text(st.characters(exclude_characters="/\0", codec="utf-8"), min_size=1)
ENTRIES = st.builds(
    "{}{}".format,
    st.sampled_from(["s1", "S1", "ß1", "s1.py", "con", "a" * 120, "."]) | NAMES,
    st.sampled_from(["", ".py", ".zip", ".tar.gz", ".ZIP", ".ipynb"]),
).filter(lambda name: name not in {".", ".."})


def is_fit(text: str) -> bool:
    """Whether this is a name for a file, with letters and numbers of any script."""
    kinds = {unicodedata.category(one)[0] for one in text if one not in "._ -"}
    is_short = 0 < len(text) <= 100 and len(text.encode()) <= 200
    return is_short and kinds <= set("LMN") and text[0] not in ". "


def marked(kept: str, text: str) -> str:
    """Return what is kept of a text with the text's digest."""
    return f"{kept}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("s042.zip", "s042", id="zip"),
        pytest.param("s042.tar.gz", "s042", id="two extensions"),
        pytest.param("s042.TGZ", "s042", id="capitals"),
        pytest.param("a.smith.py", "a.smith", id="a dot in the name"),
        pytest.param("Anna Smith-2_1.ipynb", "Anna Smith-2_1", id="all allowed"),
        pytest.param("essay.docx", "essay.docx", id="another kind"),
        pytest.param("anna (1).py", marked("anna _1_", "anna (1)"), id="replaced"),
        pytest.param("Zoë.py", "Zoë", id="letter"),
        pytest.param("李雷.zip", "李雷", id="another script"),
        pytest.param("हिन्दी.py", "हिन्दी", id="marks"),
        pytest.param("Zoe\u0308.py", marked("Zoë", "Zoe\u0308"), id="accent apart"),
        pytest.param("a\u202eb.py", marked("a_b", "a\u202eb"), id="turned around"),
        pytest.param("李" * 70, marked("李" * 53, "李" * 70), id="too many bytes"),
        pytest.param("nul.py", marked("_nul", "nul"), id="device"),
        pytest.param(".zip", marked("_zip", ".zip"), id="nothing but an extension"),
    ],
)
def test_the_id_is_the_name_without_its_extension(name: str, expected: str) -> None:
    """What is not allowed is replaced, and a digest keeps likes apart."""
    assert [expected] == resolve_ids([Path(name)])


def test_a_folder_keeps_its_whole_name(tmp_path: Path) -> None:
    """Nothing after its dot is an extension."""
    folder = tmp_path / "group.py"
    folder.mkdir()

    assert ["group.py"] == resolve_ids([folder])


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param(["s1.zip", "s2.py"], ["s1", "s2"], id="apart"),
        pytest.param(["s1.zip", "s1.py"], ["s1.zip", "s1.py"], id="extension"),
        pytest.param(["S1.zip", "s1.py"], ["S1.zip", "s1.py"], id="case"),
        pytest.param(["s1", "s1.zip", "s1.py"], ["s1", "s1.zip", "s1.py"], id="folder"),
    ],
)
def test_names_that_differ_in_their_extension_only_keep_it(
    names: list[str], expected: list[str]
) -> None:
    """Two students must not share a score document."""
    assert expected == resolve_ids([Path(name) for name in names])


@given(st.lists(ENTRIES, max_size=8))
def test_the_ids_of_a_batch_are_distinct_on_every_disk(names: list[str]) -> None:
    """Some disks take two names that differ in case for one."""
    ids = resolve_ids([Path(name) for name in names])

    assert len(names) == len({one.casefold() for one in ids})


@given(st.lists(ENTRIES, max_size=8))
def test_every_id_can_name_a_file(names: list[str]) -> None:
    """Neither hidden, nor a path, nor too long for a disk."""
    ids = resolve_ids([Path(name) for name in names])

    assert [] == [one for one in ids if not is_fit(one)]


@given(st.text())
def test_an_id_that_is_fit_stays_as_it_is(text: str) -> None:
    """The batch knows a submission by the id that it gave."""
    given_id = clean_id(text)

    assert given_id == clean_id(given_id)


@given(st.text(), st.text())
def test_different_texts_get_different_ids(one: str, other: str) -> None:
    """Replacing must not merge two students."""
    assert (one == other) == (clean_id(one) == clean_id(other))


def test_the_given_id_counts_and_not_the_name(tmp_path: Path, unit: Unit) -> None:
    """An upload does not choose whose it is."""
    path = tmp_path / "batchnorm.py"
    path.touch()

    submission = take_in(path, [unit], "s042")

    assert submission.id == "s042"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", marked("submission", ""), id="empty"),
        pytest.param("..", marked("_.", ".."), id="the folder above"),
        pytest.param("../s1", marked("_._s1", "../s1"), id="a path"),
    ],
)
def test_a_given_id_is_made_fit_too(
    tmp_path: Path, unit: Unit, text: str, expected: str
) -> None:
    """It names a file in the results folder."""
    path = tmp_path / "batchnorm.py"
    path.touch()

    submission = take_in(path, [unit], text)

    assert submission.id == expected
