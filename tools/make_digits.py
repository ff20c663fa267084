"""Write assignments/data/digits.npz from the table that scikit-learn ships.

    python -m tools.make_digits digits.csv.gz

The table is sklearn/datasets/data/digits.csv.gz in scikit-learn's wheel: 1797
rows of 64 pixels (0 to 16) and a label. The same table gives the same bytes.
"""

import gzip
import io
import sys
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TARGET = Path(__file__).parents[1] / "assignments" / "data" / "digits.npz"
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o644 << 16


def digits_archive(table: bytes) -> bytes:
    """Return the content of digits.npz.

    Args:
        table: the gzipped comma-separated rows, 64 pixels and a label each.
    """
    rows = np.loadtxt(io.BytesIO(gzip.decompress(table)), delimiter=",", dtype=np.uint8)
    arrays = {"images": rows[:, :-1].reshape(-1, 8, 8), "labels": rows[:, -1]}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, array in arrays.items():
            member = zipfile.ZipInfo(f"{name}.npy", _NO_DATE)
            member.create_system = 3  # Unix, also when made on Windows
            member.external_attr = _PLAIN_FILE
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, _as_npy(array), compresslevel=9)
    return buffer.getvalue()


def _as_npy(array: NDArray[np.uint8]) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.ascontiguousarray(array))
    return buffer.getvalue()


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(digits_archive(Path(sys.argv[1]).read_bytes()))
