"""Ids of submissions: from the teacher's side, and fit to name a file anywhere.

A name in any script stays readable; a grade book must show whose a score is.
"""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from grader.intake.names import is_reserved
from grader.intake.uploads import suffix_of

LONGEST_ID = 100

_PUNCTUATION = "._ -"
_WORD = frozenset("LMN")  # categories of Unicode: letters, their marks, numbers
_KEPT = 80
_DIGEST = 8
_NAMELESS = "submission"


def name_of(path: Path) -> str:
    """Return what the file or folder is called, also where the path is "." or "..".

    A link keeps its own name.
    """
    return path.name if path.name not in {"", ".."} else path.resolve().name


def id_of(path: Path) -> str:
    """Return the id of a submission by the name of its file or folder."""
    name = name_of(path)
    if path.is_dir():
        return clean_id(name)
    return clean_id(name[: len(name) - len(suffix_of(name))] or name)


def clean_id(text: str) -> str:
    """Return the text as an id.

    A text that is fit already stays as it is. In any other, what is not
    allowed becomes "_", and a digest keeps it apart from its likes: also from the
    same letters with their accents written apart, as some systems do.
    """
    composed = unicodedata.normalize("NFC", text.strip())
    cleaned = "".join(one if _is_allowed(one) else "_" for one in composed)
    if cleaned.startswith("."):  # it would hide the file
        cleaned = f"_{cleaned[1:]}"
    if is_reserved(cleaned):
        cleaned = f"_{cleaned}"
    if cleaned and cleaned == text and _fits(cleaned, LONGEST_ID):
        return text
    return f"{_cut(cleaned) or _NAMELESS}-{_digest(text)}"


def resolve_ids(paths: Sequence[Path]) -> list[str]:
    """Return an id for each path, no two of them equal, not even up to case.

    Where two names differ in their extension only, it becomes part of the id.
    """
    ids = [id_of(path) for path in paths]
    attempt = 0
    while clashing := _clashing(ids):
        for position in clashing:
            name = name_of(paths[position])
            ids[position] = clean_id(name)
            if attempt:
                place = f"{paths[position]}\0{position}\0{attempt}"
                ids[position] = f"{_cut(clean_id(name))}-{_digest(place)}"
        attempt += 1
    return ids


def _is_allowed(character: str) -> bool:
    return character in _PUNCTUATION or unicodedata.category(character)[0] in _WORD


def _fits(text: str, longest: int) -> bool:
    # In bytes too: most disks take 255 for a name with its extension.
    return len(text) <= longest and len(text.encode()) <= 2 * longest


def _cut(text: str) -> str:
    """Return as much of the beginning as is kept before a digest."""
    while not _fits(text, _KEPT):
        text = text[:-1]
    return text


def _digest(text: str) -> str:
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:_DIGEST]


def _clashing(ids: Sequence[str]) -> list[int]:
    folded = [unicodedata.normalize("NFC", one.casefold()) for one in ids]
    counts = Counter(folded)
    return [position for position, one in enumerate(folded) if counts[one] > 1]
