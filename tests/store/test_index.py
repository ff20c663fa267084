"""The SQLite index says what the score documents say."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.model import Diagnosis, Outcome, Score, ScoredCheck
from grader.store import Store


@pytest.fixture
def store(
    tmp_path: Path,
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
) -> Store:
    """A results folder with two submissions and an index."""
    store = Store(tmp_path / "results")
    cause = Diagnosis("mistake:variance_path_left_out", "The variance path.")
    check = make_check(Outcome.WRONG, "dx is wrong.", diagnosis=cause)
    store.write(make_score("anna", Outcome.PASSED, Outcome.WRONG, (check,)))
    store.write(make_score("ben", duration_s=1.5))
    store.rebuild_index()
    return store


@pytest.fixture
def index(store: Store) -> Iterator[sqlite3.Connection]:
    """The index, open for questions."""
    with closing(sqlite3.connect(store.index_path)) as connection:
        yield connection


def test_each_submission_has_a_row(index: sqlite3.Connection) -> None:
    """Statistics start from here."""
    rows = index.execute("SELECT * FROM submissions ORDER BY id").fetchall()

    assert rows == [
        ("anna", 10.0, 20.0, 1, "c0ffee", 7, "A", 0.5),
        ("ben", 20.0, 20.0, 1, "c0ffee", 7, "A", 1.5),
    ]


def test_each_exercise_has_a_row(index: sqlite3.Connection) -> None:
    """Which exercise was hard is one question away."""
    rows = index.execute(
        "SELECT unit, id, outcome, score, max_score FROM exercises "
        "WHERE submission = 'anna' ORDER BY id"
    ).fetchall()

    assert rows == [
        ("u06_batchnorm", "6.1", "passed", 10.0, 10.0),
        ("u06_batchnorm", "6.3", "wrong", 0.0, 10.0),
    ]


def test_each_check_has_a_row_with_its_cause(index: sqlite3.Connection) -> None:
    """Which mistake was common is one question away."""
    rows = index.execute(
        "SELECT exercise, visibility, outcome, message, diagnosis FROM checks "
        "WHERE submission = 'anna' AND diagnosis <> ''"
    ).fetchall()

    assert rows == [
        ("6.3", "open", "wrong", "dx is wrong.", "mistake:variance_path_left_out")
    ]


def test_the_index_can_be_made_again_from_the_documents(store: Store) -> None:
    """It is derived, so losing it loses nothing."""
    before = store.index_path.read_bytes()
    store.index_path.unlink()

    store.rebuild_index()

    assert store.index_path.read_bytes() == before


def test_a_damaged_index_is_replaced(store: Store) -> None:
    """It is never read to make the new one."""
    store.index_path.write_bytes(b"not a database")

    store.rebuild_index()

    with closing(sqlite3.connect(store.index_path)) as connection:
        count = connection.execute("SELECT count(*) FROM submissions").fetchone()
    assert count == (2,)


def test_the_index_leaves_no_other_file_behind(store: Store) -> None:
    """A results folder holds what the documentation names."""
    names = sorted(path.name for path in store.folder.iterdir())

    assert names == ["results.sqlite", "scores"]


def test_an_index_that_fills_the_disk_is_told_in_one_sentence(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite tells a full disk in its own way."""

    def refuse(_path: Path) -> sqlite3.Connection:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(sqlite3, "connect", refuse)
    with pytest.raises(UsageError) as caught:
        store.rebuild_index()

    assert str(caught.value) == (
        f"the disk is full while writing {store.index_path}; nothing already graded "
        "is lost: free some space and run the same command again, it continues."
    )


def test_an_index_that_cannot_be_written_is_told_in_one_sentence(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason is SQLite's, the sentence ours."""

    def refuse(_path: Path) -> sqlite3.Connection:
        message = "unable to open database file"
        raise sqlite3.OperationalError(message)

    monkeypatch.setattr(sqlite3, "connect", refuse)
    with pytest.raises(UsageError) as caught:
        store.rebuild_index()

    assert str(caught.value) == (
        f"cannot write {store.index_path}: unable to open database file; make the "
        "results folder writable or name another one."
    )
