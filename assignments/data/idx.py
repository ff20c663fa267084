"""Read MNIST, if you have it: its four files are in the format IDX.

The course does not need MNIST; its own digits are in digits.npz. Whoever has the
files of Y. LeCun, C. Cortes and C. Burges, as they are or unpacked, reads them so:

    python assignments/data/idx.py FOLDER

prints what is in FOLDER, and `load_mnist(FOLDER)` returns the arrays.

Shapes:
    N  images
"""

import gzip
import struct
import sys
import zlib
from math import prod
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]  # the file says which numbers it holds

KINDS = {  # third byte of an IDX file -> how one number is stored there
    0x08: ">u1",
    0x09: ">i1",
    0x0B: ">i2",
    0x0C: ">i4",
    0x0D: ">f4",
    0x0E: ">f8",
}
FILES = {  # name in the result -> file, with or without .gz
    "train_images": "train-images-idx3-ubyte",
    "train_labels": "train-labels-idx1-ubyte",
    "test_images": "t10k-images-idx3-ubyte",
    "test_labels": "t10k-labels-idx1-ubyte",
}
GZIP = b"\x1f\x8b"  # the first two bytes of a packed file
LARGEST = 2**31  # bytes; MNIST's largest file has 47 million


def load_mnist(folder: str | Path) -> dict[str, Array]:
    """Return MNIST's four arrays from the four files in a folder.

    Args:
        folder: where they lie, named as they were published, packed or not.

    Returns:
        "train_images" (60000, 28, 28) and "train_labels" (60000,), "test_images" and
        "test_labels" likewise with 10000; uint8.

    Raises:
        FileNotFoundError: a file is missing.
        ValueError: a file is damaged, or two of them do not belong together.
    """
    arrays = {name: read_idx(_find(Path(folder), file)) for name, file in FILES.items()}
    for part in ("train", "test"):
        images, labels = arrays[f"{part}_images"], arrays[f"{part}_labels"]
        if images.ndim != 3 or labels.ndim != 1 or len(images) != len(labels):  # noqa: PLR2004
            msg = (
                f"{folder}: expected {part} images (N, height, width) and as many "
                f"labels (N,), found shapes {images.shape} and {labels.shape}; take "
                "both files from one source."
            )
            raise ValueError(msg)
    return arrays


def read_idx(path: str | Path) -> Array:
    """Return the array that an IDX file holds, in this machine's byte order.

    Args:
        path: a file, packed with gzip or not; its first bytes tell.

    Raises:
        OSError: it cannot be opened.
        ValueError: it is no IDX file, it is cut off, or something follows its end.
    """
    path = Path(path)
    with path.open("rb") as plain:
        is_packed = plain.read(2) == GZIP
        plain.seek(0)
        if not is_packed:
            return _read(plain, path.name)
        try:
            with gzip.open(plain) as unpacked:
                return _read(unpacked, path.name)  # type: ignore[arg-type]  # it reads
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            msg = f"{path.name} cannot be unpacked: {error}; download it again."
            raise ValueError(msg) from error


def _find(folder: Path, name: str) -> Path:
    for found in (folder / name, folder / f"{name}.gz"):
        if found.is_file():
            return found
    msg = (
        f"{folder}: expected MNIST's file {name} or {name}.gz, found neither; put the "
        "four files into one folder."
    )
    raise FileNotFoundError(msg)


def _read(file: BinaryIO, name: str) -> Array:
    kind, shape = _head(file, name)
    size = prod(shape) * kind.itemsize
    if size > LARGEST:
        msg = (
            f"{name}: expected at most {LARGEST} bytes of numbers, found shape "
            f"{shape}; the file is damaged, download it again."
        )
        raise ValueError(msg)
    body = file.read(size + 1)  # one more, to see that the file ends
    if len(body) != size:
        found = "more" if len(body) > size else f"{len(body)}"
        msg = (
            f"{name}: expected {size} bytes of numbers for shape {shape}, found "
            f"{found}; download it again."
        )
        raise ValueError(msg)
    numbers = np.frombuffer(body, kind).reshape(shape)
    return numbers.astype(kind.newbyteorder("="))


def _head(file: BinaryIO, name: str) -> tuple[np.dtype[Any], tuple[int, ...]]:
    """Return the kind of the numbers and the shape: two zeros, kind, axes, extents."""
    magic = file.read(4)
    if len(magic) != 4 or magic[:2] != b"\0\0" or magic[2] not in KINDS:  # noqa: PLR2004
        msg = (
            f"{name}: expected an IDX file, which begins with 00 00, a known kind of "
            f"number and the count of axes, found {magic.hex(' ') or 'nothing'}; "
            "choose another file."
        )
        raise ValueError(msg)
    extents = file.read(4 * magic[3])
    if len(extents) != 4 * magic[3]:
        msg = (
            f"{name}: expected the extents of {magic[3]} axes, found the end of the "
            "file; download it again."
        )
        raise ValueError(msg)
    return np.dtype(KINDS[magic[2]]), struct.unpack(f">{magic[3]}I", extents)


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004
        sys.exit("usage: python idx.py FOLDER, the folder with MNIST's four files")
    try:
        for key, array in load_mnist(sys.argv[1]).items():
            sys.stdout.write(f"{key:13} {array.shape} {array.dtype}\n")
    except (OSError, ValueError) as problem:
        sys.exit(str(problem))
