"""The reader of MNIST's files reads them whole, or says what is wrong with them."""

import gzip
import importlib.util
import struct
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

SCRIPT = Path(__file__).parent.parent.parent / "assignments" / "data" / "idx.py"
Array = NDArray[Any]  # of whichever kind a file holds
PIXELS = np.arange(3 * 4 * 5, dtype=np.uint8).reshape(3, 4, 5)


@pytest.fixture
def idx() -> ModuleType:
    """Return the module, which lies outside of every package."""
    spec = importlib.util.spec_from_file_location("idx", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def mnist(tmp_path: Path) -> Path:
    """Return a folder with four small files, two of them packed."""
    labels = np.array([7, 2, 1], np.uint8)
    (tmp_path / "train-images-idx3-ubyte").write_bytes(packed(PIXELS))
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(packed(labels))
    images = gzip.compress(packed(PIXELS[:2]))
    (tmp_path / "t10k-images-idx3-ubyte.gz").write_bytes(images)
    (tmp_path / "t10k-labels-idx1-ubyte.gz").write_bytes(
        gzip.compress(packed(labels[:2]))
    )
    return tmp_path


def packed(array: Array, kind: int = 0x08) -> bytes:
    """Return the bytes of an IDX file of the array, written independently."""
    head = bytes([0, 0, kind, array.ndim]) + struct.pack(
        f">{array.ndim}I", *array.shape
    )
    return head + array.astype(array.dtype.newbyteorder(">")).tobytes()


@pytest.mark.parametrize(
    ("kind", "dtype"),
    [
        pytest.param(0x08, np.uint8, id="uint8"),
        pytest.param(0x09, np.int8, id="int8"),
        pytest.param(0x0B, np.int16, id="int16"),
        pytest.param(0x0C, np.int32, id="int32"),
        pytest.param(0x0D, np.float32, id="float32"),
        pytest.param(0x0E, np.float64, id="float64"),
    ],
)
def test_every_kind_of_number_is_read(
    idx: ModuleType, tmp_path: Path, kind: int, dtype: type
) -> None:
    """The file is big-endian whatever the machine is, and the array is not."""
    numbers: Array = np.array([[-3, 100, 5]]).astype(dtype)
    path = tmp_path / "numbers"
    path.write_bytes(packed(numbers, kind))

    found = idx.read_idx(path)

    assert_array_equal(found, numbers)
    assert found.dtype == dtype
    assert found.dtype.isnative


def test_a_packed_file_is_told_by_its_first_bytes(
    idx: ModuleType, tmp_path: Path
) -> None:
    """Browsers unpack or rename what they download, so the name proves nothing."""
    path = tmp_path / "train-images"
    path.write_bytes(gzip.compress(packed(PIXELS)))

    assert_array_equal(idx.read_idx(path), PIXELS)


def test_four_files_become_four_arrays(idx: ModuleType, mnist: Path) -> None:
    """Packed or not, as each was found."""
    arrays = idx.load_mnist(mnist)

    assert list(arrays) == [
        "train_images",
        "train_labels",
        "test_images",
        "test_labels",
    ]
    assert_array_equal(arrays["train_images"], PIXELS)
    assert_array_equal(arrays["test_labels"], [7, 2])


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(
            b"",
            "file: expected an IDX file, which begins with 00 00, a known kind of "
            "number and the count of axes, found nothing; choose another file.",
            id="empty",
        ),
        pytest.param(
            b"\x89PNG\r\n",
            "file: expected an IDX file, which begins with 00 00, a known kind of "
            "number and the count of axes, found 89 50 4e 47; choose another file.",
            id="picture",
        ),
        pytest.param(
            b"\0\0\x07\x01\0\0\0\x01a",
            "file: expected an IDX file, which begins with 00 00, a known kind of "
            "number and the count of axes, found 00 00 07 01; choose another file.",
            id="unknown kind",
        ),
        pytest.param(
            packed(PIXELS)[:10],
            "file: expected the extents of 3 axes, found the end of the file; "
            "download it again.",
            id="cut in the head",
        ),
        pytest.param(
            packed(PIXELS)[:-1],
            "file: expected 60 bytes of numbers for shape (3, 4, 5), found 59; "
            "download it again.",
            id="cut at the end",
        ),
        pytest.param(
            packed(PIXELS) + b"!",
            "file: expected 60 bytes of numbers for shape (3, 4, 5), found more; "
            "download it again.",
            id="something follows",
        ),
        pytest.param(
            b"\0\0\x08\x03" + b"\xff" * 12,
            "file: expected at most 2147483648 bytes of numbers, found shape "
            "(4294967295, 4294967295, 4294967295); the file is damaged, download it "
            "again.",
            id="damaged extents",
        ),
        pytest.param(
            gzip.compress(packed(PIXELS))[:-12],
            "file cannot be unpacked: Compressed file ended before the end-of-stream "
            "marker was reached; download it again.",
            id="packed and cut",
        ),
    ],
)
def test_a_damaged_file_is_refused(
    idx: ModuleType, tmp_path: Path, content: bytes, text: str
) -> None:
    """What is wrong and what to do, before any memory is taken."""
    path = tmp_path / "file"
    path.write_bytes(content)

    with pytest.raises(ValueError, match="file") as caught:
        idx.read_idx(path)

    assert text == str(caught.value)


def test_a_wrong_checksum_is_refused(idx: ModuleType, tmp_path: Path) -> None:
    """Numbers that were changed on the way must not be trained on."""
    content = bytearray(gzip.compress(packed(PIXELS)))
    content[-6] ^= 1
    path = tmp_path / "file"
    path.write_bytes(content)

    with pytest.raises(ValueError, match=r"^file cannot be unpacked: CRC check failed"):
        idx.read_idx(path)


def test_files_that_do_not_belong_together(idx: ModuleType, mnist: Path) -> None:
    """Training images with the labels of the test set would teach nonsense."""
    (mnist / "train-labels-idx1-ubyte").write_bytes(packed(np.zeros(2, np.uint8)))

    with pytest.raises(ValueError, match="train images") as caught:
        idx.load_mnist(mnist)

    assert (
        f"{mnist}: expected train images (N, height, width) and as many labels (N,), "
        "found shapes (3, 4, 5) and (2,); take both files from one source."
    ) == str(caught.value)


def test_a_missing_file_is_named(idx: ModuleType, mnist: Path) -> None:
    """So one knows which of the four to look for."""
    (mnist / "t10k-labels-idx1-ubyte.gz").unlink()

    with pytest.raises(FileNotFoundError) as caught:
        idx.load_mnist(mnist)

    assert (
        f"{mnist}: expected MNIST's file t10k-labels-idx1-ubyte or "
        "t10k-labels-idx1-ubyte.gz, found neither; put the four files into one folder."
    ) == str(caught.value)


def test_run_as_a_script_it_tells_what_is_there(mnist: Path) -> None:
    """The quickest way to see whether the files are whole."""
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, str(SCRIPT), str(mnist)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert (
        "train_images  (3, 4, 5) uint8\n"
        "train_labels  (3,) uint8\n"
        "test_images   (2, 4, 5) uint8\n"
        "test_labels   (2,) uint8\n"
    ) == done.stdout
