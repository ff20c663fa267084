"""Write assignments/data/alice.npz from the text of the Canterbury corpus.

    python -m tools.make_text alice29.txt

The text is alice29.txt of the Canterbury corpus, 152 089 bytes with the line ends of
DOS. The same text gives the same bytes.
"""

import hashlib
import io
import sys
import zipfile
from pathlib import Path

import numpy as np

TARGET = Path(__file__).parents[1] / "assignments" / "data" / "alice.npz"
SOURCE_SHA256 = "7467306ee0feed4971260f3c87421154a05be571d944e9cb021a5713700c38f0"
FIRST, AFTER = b"CHAPTER I\n", b"CHAPTER IX\n"
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o644 << 16


def first_chapters(book: bytes) -> bytes:
    """Return chapters I to VIII, with a single newline at the end of each line.

    Args:
        book: alice29.txt as the corpus has it.
    """
    text = book.replace(b"\r\n", b"\n")
    return text[text.index(FIRST) : text.index(AFTER)].rstrip() + b"\n"


def text_archive(text: bytes) -> bytes:
    """Return the content of alice.npz, one array "text" of bytes."""
    array = io.BytesIO()
    np.save(array, np.frombuffer(text, np.uint8))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        member = zipfile.ZipInfo("text.npy", _NO_DATE)
        member.create_system = 3  # Unix, also when made on Windows
        member.external_attr = _PLAIN_FILE
        member.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(member, array.getvalue(), compresslevel=9)
    return buffer.getvalue()


def main(source: Path) -> int:
    """Write the archive; 1 if the source is another text."""
    book = source.read_bytes()
    if hashlib.sha256(book).hexdigest() != SOURCE_SHA256:
        sys.stderr.write(f"{source} is not alice29.txt of the Canterbury corpus.\n")
        return 1
    TARGET.write_bytes(text_archive(first_chapters(book)))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
