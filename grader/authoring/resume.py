"""What has been proved already, so that an interrupted proof goes on where it was.

The notes lie in `.grader/verify.json` beside `assignments/`, and those of units that
are half done, such as on 1 000 seeds, in `.grader/verify-parts.jsonl`. They may be
deleted at any time, and hold for exactly the files, the grader and the Python that
proved.
"""

import contextlib
import hashlib
import platform
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np

import grader
from grader.authoring.files import CACHES
from grader.authoring.proofs import Proof
from grader.authoring.tasks import Act, Done, Task
from grader.model import Course, Unit
from grader.store import write_atomically

FOLDER = ".grader"
NOTES = "verify.json"
PARTS = "verify-parts.jsonl"


class Note(msgspec.Struct, frozen=True):
    """A unit that was proved.

    Attributes:
        key: stands for every file that had a part in it.
        seeds: on how many seeds right solutions got full marks.
        proof: what was said.
    """

    key: str
    seeds: int
    proof: Proof


class Part(msgspec.Struct, frozen=True):
    """Right solutions that got full marks from other seeds.

    Attributes:
        unit: stands for every file that had a part in it.
        key: stands for these and for the gradings.
        done: what was found.
    """

    unit: str
    key: str
    done: Done


class Memory:
    """The units of a course that were proved, on the disk."""

    def __init__(self, course: Course, *, fresh: bool = False) -> None:
        """Read what is known.

        Args:
            course: the course.
            fresh: whether to recall nothing of it.
        """
        self._course = course
        self._path = course.root / FOLDER / NOTES
        self._tools = _digest_of(tools())
        self._fresh = fresh
        self._notes = _read(self._path)
        # Taken before the proof: what is edited meanwhile is not proved.
        self._keys = {unit.id: self._key(unit) for unit in course.units}
        self._parts_path = self._path.with_name(PARTS)
        self._parts = {part.key: part for part in _parts(self._parts_path)}

    def recall(self, unit: Unit, seeds: int) -> Proof | None:
        """Return the proof of a unit on at least as many seeds, if one is known."""
        note = None if self._fresh else self._notes.get(unit.id)
        if note is None or note.seeds < seeds or note.key != self._keys[unit.id]:
            return None
        return note.proof

    def remember(self, unit: Unit, seeds: int, proof: Proof) -> str:
        """Keep what is proved; return why that failed, "" if it did not.

        A proof with findings is none, and an earlier one no longer holds.
        """
        if proof.findings:
            self._notes.pop(unit.id, None)
        else:
            self._notes[unit.id] = Note(self._keys[unit.id], seeds, proof)
        try:
            self._path.parent.mkdir(exist_ok=True)
            (self._path.parent / ".gitignore").write_text("*\n", encoding="utf-8")
            write_atomically(self._path, msgspec.json.encode(self._notes))
            self._drop_parts_of(unit)
        except OSError as error:
            return (
                f"the proof cannot be remembered in {FOLDER}/{NOTES}: "
                f"{error.strerror}; it will be made again next time."
            )
        return ""

    def recall_part(self, task: Task) -> Done | None:
        """Return what a task found, if it is known and nothing was wrong."""
        part = None if self._fresh else self._parts.get(self._part_key(task))
        return None if part is None else part.done

    def remember_part(self, task: Task, done: Done) -> None:
        """Keep what a task of other seeds found, unless something was wrong.

        A note that cannot be written is not missed before the next proof.
        """
        if task.act is not Act.AGAIN or done.alarms or done.findings:
            return
        part = Part(self._keys[task.unit], self._part_key(task), done)
        self._parts[part.key] = part
        with contextlib.suppress(OSError):
            self._parts_path.parent.mkdir(exist_ok=True)
            with self._parts_path.open("ab") as file:
                # The line before may have been cut off.
                file.write(b"\n" + msgspec.json.encode(part) + b"\n")

    def _drop_parts_of(self, unit: Unit) -> None:
        """Forget the parts of a unit that is proved, and of files as they were."""
        waiting = set(self._keys.values()) - {self._keys[unit.id]}
        parts = {key: part for key, part in self._parts.items() if part.unit in waiting}
        if self._parts_path.is_file() and parts != self._parts:
            lines = (msgspec.json.encode(part) + b"\n" for part in parts.values())
            write_atomically(self._parts_path, b"".join(lines))
        self._parts = parts

    def _part_key(self, task: Task) -> str:
        named = [f"{one.name} {seed}" for one, seed in task.gradings]
        return _digest_of(dict.fromkeys([self._keys[task.unit], task.act, *named]))

    def _key(self, unit: Unit) -> str:
        folders = [unit.folder] if unit.hidden is None else [unit.folder, unit.hidden]
        files = {
            str(path.relative_to(self._course.root)): path
            for folder in folders
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not CACHES.intersection(path.parts)
        }
        return _digest_of({self._tools + self._course.digest: None, **files})


def _read(path: Path) -> dict[str, Note]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Note])
    except (OSError, msgspec.DecodeError):  # absent, or written by another version
        return {}


def _parts(path: Path) -> Iterator[Part]:
    """Yield the parts that are kept, without one that was cut off while written."""
    lines = path.read_bytes().splitlines() if path.is_file() else []
    for line in lines:
        with contextlib.suppress(msgspec.DecodeError):
            yield msgspec.json.decode(line, type=Part)


def tools() -> dict[str, Path | None]:
    """Return what a proof depends on beside the course."""
    folder = Path(grader.__file__).parent
    versions = f"{grader.__version__} {platform.python_version()} {np.__version__}"
    files = {str(path.relative_to(folder)): path for path in folder.rglob("*.py")}
    return {versions: None, **dict(sorted(files.items()))}


def _digest_of(parts: dict[str, Path | None]) -> str:
    total = hashlib.sha256()
    for name, path in parts.items():
        content = b"" if path is None else path.read_bytes()
        total.update(f"{name}\n{hashlib.sha256(content).hexdigest()}\n".encode())
    return total.hexdigest()
