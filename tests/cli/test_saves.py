"""A save is found however an editor makes it, and half a file frightens nobody."""

import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
import watchfiles

from grader.cli.saves import PATIENCE_S, Folder, Saves
from grader.errors import GraderError, UsageError
from grader.model import Submission

OLD, NEW = b"x = 1\n", b"x = 2\n"
TRIES, STEP_S = 200, 0.1  # the library needs a moment before it sees anything


class Work:
    """Work that a test changes, and a clock that it moves."""

    def __init__(self) -> None:
        """Begin with a file that is whole."""
        self.found: bytes | GraderError | None = OLD
        self.now_s = 100.0
        self.saves = Saves(self._read, lambda: self.now_s)

    def _read(self) -> Submission:
        if isinstance(self.found, GraderError):
            raise self.found
        modules = {} if self.found is None else {"u01_scale": self.found}
        return Submission("s", modules, (), ())


@pytest.fixture
def work() -> Work:
    """Work that was checked once."""
    made = Work()
    assert isinstance(made.saves.new(), Submission)
    return made


def test_work_that_did_not_change_is_not_new(work: Work) -> None:
    """A save without a change needs no check."""
    assert work.saves.new() is None


def test_changed_work_is_new_once(work: Work) -> None:
    """It is checked at once, and not again."""
    work.found = NEW

    assert work.saves.new() == Submission("s", {"u01_scale": NEW}, (), ())
    assert work.saves.new() is None


@pytest.mark.parametrize(
    "half",
    [b"", b"\n", b"def f(:\n", None, UsageError("gone")],
    ids=["empty", "blank", "no python", "no file", "no folder"],
)
def test_half_a_file_is_waited_for(
    work: Work, half: bytes | GraderError | None
) -> None:
    """An editor that empties the file first is not done."""
    work.found = half
    assert work.saves.new() is None
    assert work.saves.is_waiting

    work.now_s += PATIENCE_S / 2
    work.found = NEW

    assert work.saves.new() == Submission("s", {"u01_scale": NEW}, (), ())
    assert not work.saves.is_waiting


def test_half_a_file_that_goes_back_is_forgotten(work: Work) -> None:
    """An editor may save what was there."""
    work.found = b""
    work.saves.new()
    work.found = OLD

    assert work.saves.new() is None
    assert not work.saves.is_waiting


def test_half_a_file_that_stays_is_believed(work: Work) -> None:
    """A mistake in the syntax is a thing to tell."""
    work.found = b"def f(:\n"
    work.saves.new()
    work.now_s += PATIENCE_S

    assert work.saves.new() == Submission("s", {"u01_scale": b"def f(:\n"}, (), ())
    assert work.saves.new() is None


def test_an_error_that_stays_is_told_once(work: Work) -> None:
    """It may be mended any time."""
    work.found = UsageError("gone")
    work.saves.new()
    work.now_s += PATIENCE_S

    assert work.saves.new() is work.found
    assert work.saves.new() is None


def test_half_a_file_is_checked_at_the_start() -> None:
    """Nobody is in the middle of a save then."""
    work = Work()
    work.found = b"def f(:\n"

    assert isinstance(work.saves.new(), Submission)


def written(path: Path) -> None:
    """Write in place."""
    path.write_bytes(NEW)


def renamed(path: Path) -> None:
    """Put a new file in place."""
    new = path.with_name("new")
    new.write_bytes(NEW)
    new.replace(path)


def deleted(path: Path) -> None:
    """Delete, and write again."""
    path.unlink(missing_ok=True)
    path.write_bytes(NEW)


def is_told(folder: Folder, save: Callable[[Path], None], path: Path) -> bool:
    """Return whether a save is told of; it is made again until then."""
    for _ in range(TRIES):
        save(path)
        if folder._changed.wait(STEP_S):
            return folder.has_changed()
    return False


@pytest.mark.parametrize("save", [written, renamed, deleted])
def test_a_folder_tells_of_a_save(tmp_path: Path, save: Callable[[Path], None]) -> None:
    """The system's own watcher is quicker than to read again and again."""
    with Folder(tmp_path) as folder:
        assert not folder.has_changed()
        assert is_told(folder, save, tmp_path / "scale.py")
        assert not folder._changed.is_set() or folder.has_changed()


@pytest.mark.parametrize("places", [[None], [None, True]], ids=["one", "both"])
def test_where_the_system_has_no_watcher_the_folder_is_polled(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, places: list[bool | None]
) -> None:
    """A system has only so many watchers, and a folder may go away."""
    tried: list[bool | None] = []
    ended = threading.Event()

    def watch(
        _path: Path, *, force_polling: bool | None, **_others: object
    ) -> Iterator[Iterable[object]]:
        tried.append(force_polling)
        if force_polling in places:
            raise OSError(28, "no space left on device")
        ended.set()
        yield ()

    monkeypatch.setattr(watchfiles, "watch", watch)

    with Folder(tmp_path):
        pass

    assert [None, True] == tried
    assert ended.is_set() == (places == [None])
