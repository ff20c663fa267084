"""The course's data: the arrays that were described, from a file that ships."""

import doctest
import gzip
import hashlib
import io
import re
from pathlib import Path

import numpy as np
import pytest

from grader.checks import dataset
from grader.errors import CourseError
from tools.make_digits import digits_archive

ROOT = Path(__file__).parents[2]
DIGITS = ROOT / "assignments" / "data" / "digits.npz"
ABOUT = DIGITS.parent / "README.md"
SHA256 = "aa64e930663d6e9271e1566601d65e70236553f73ec6cb041a4ab37167cf1d04"
SMALL = 50_000  # bytes that every student and every repository keeps


def test_the_digits_are_the_ones_that_were_described() -> None:
    """Thresholds were calibrated on these very numbers."""
    digest = hashlib.sha256(DIGITS.read_bytes()).hexdigest()

    assert digest == SHA256
    assert digest in (DIGITS.parent / "README.md").read_text()


def test_the_digits_are_images_of_sixteen_greys_and_ten_labels() -> None:
    """As the data's README says."""
    digits = dataset("digits", near=__file__)

    assert digits["images"].shape == (1797, 8, 8)
    assert digits["labels"].shape == (1797,)
    assert (digits["images"].min(), digits["images"].max()) == (0, 16)
    assert set(range(10)) == set(digits["labels"].tolist())


def test_the_digits_are_small_and_as_large_as_described() -> None:
    """They go into every student's copy of the course."""
    said = re.search(r"Size (\d+) bytes", ABOUT.read_text())

    assert said is not None
    assert int(said[1]) == DIGITS.stat().st_size
    assert DIGITS.stat().st_size < SMALL


def test_the_example_beside_the_digits_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """A student reads them with plain NumPy, from the folder of the course."""
    monkeypatch.chdir(ROOT)
    (code,) = re.findall(r"```python\n(.*?)```", ABOUT.read_text(), re.DOTALL)
    example = doctest.DocTestParser().get_doctest(code, {}, "README.md", None, 0)

    result = doctest.DocTestRunner().run(example)

    assert (result.failed, result.attempted) == (0, 4)


def test_the_digits_come_from_a_table_of_pixels_and_labels() -> None:
    """Whoever has the table can make the file again, and gets the same bytes twice."""
    digits = dataset("digits", near=__file__)
    rows = np.column_stack([digits["images"].reshape(-1, 64), digits["labels"]])
    table = io.StringIO()
    np.savetxt(table, rows, fmt="%d", delimiter=",")
    packed = gzip.compress(table.getvalue().encode())

    archive = digits_archive(packed)

    made = np.load(io.BytesIO(archive))
    assert np.array_equal(made["images"], digits["images"])
    assert np.array_equal(made["labels"], digits["labels"])
    assert archive == digits_archive(packed)


def test_data_that_is_not_there_is_named() -> None:
    """The author sees what there is."""
    with pytest.raises(CourseError) as caught:
        dataset("letters", near=__file__)

    assert str(caught.value) == (
        "test_datasets.py asks for the data 'letters': expected assignments/data/"
        "letters.npz, found alice, digits; add the file or ask for another."
    )


def test_a_file_that_is_no_archive_of_arrays_is_refused(tmp_path: Path) -> None:
    """Pickles are never read."""
    folder = tmp_path / "assignments" / "data"
    folder.mkdir(parents=True)
    (tmp_path / "assignments" / "course.toml").write_text("")
    np.savez(folder / "odd.npz", odd=np.array([None]))

    with pytest.raises(CourseError) as caught:
        dataset("odd", near=tmp_path / "assignments" / "suite.py")

    assert str(caught.value) == (
        "assignments/data/odd.npz is not an archive of plain arrays: Object arrays "
        "cannot be loaded when allow_pickle=False; write it with numpy.savez."
    )
