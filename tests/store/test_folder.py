"""A results folder keeps what was graded and says in a sentence what is wrong."""

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from grader.errors import GraderFault, UsageError
from grader.model import CourseInfo, Outcome, Score, SubmissionInfo
from grader.store import Failure, FailureKind, Store, document

REFUSED = Failure("dora", FailureKind.REFUSED, "dora.zip is not a zip archive.")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty results folder."""
    return Store(tmp_path / "results")


@pytest.fixture
def full_disk(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A results folder with one score, on a disk that has just filled up."""

    def refuse(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", refuse)
    return store


def test_a_score_comes_back_as_it_was_written(
    store: Store, make_score: Callable[..., Score]
) -> None:
    """The document is the contract with everyone who reads results."""
    score = make_score("anna", backward=Outcome.WRONG)

    store.write(score)

    assert store.score("anna") == score


def test_a_score_document_can_be_read_by_people(
    store: Store, make_score: Callable[..., Score]
) -> None:
    """An instructor opens the file before they open a manual."""
    store.write(make_score("anna"))

    text = (store.scores_folder / "anna.json").read_text()

    assert text.startswith('{\n  "submission": {\n    "id": "anna",\n')
    assert text.endswith("\n}\n")


def test_scores_come_in_the_order_of_ids(
    store: Store, make_score: Callable[..., Score]
) -> None:
    """Two runs must give the same table."""
    store.write(make_score("ben"))
    store.write(make_score("anna"))

    ids = [score.submission.id for score in store.scores()]

    assert ids == ["anna", "ben"]


def test_a_disk_that_is_full_is_told_in_one_sentence(
    full_disk: Store, make_score: Callable[..., Score]
) -> None:
    """The operator must know that hours of work are not gone."""
    with pytest.raises(UsageError) as caught:
        full_disk.write(make_score("anna"))

    assert str(caught.value) == (
        f"the disk is full while writing {full_disk.scores_folder / 'anna.json'}; "
        "nothing already graded is lost: free some space and run the same command "
        "again, it continues."
    )


def test_a_disk_that_is_full_leaves_the_old_document_as_it_was(
    store: Store, make_score: Callable[..., Score], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A half-written document would be worse than none."""
    before = make_score("anna")
    store.write(before)

    def refuse(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(UsageError):
        store.write(make_score("anna", backward=Outcome.WRONG))

    assert store.score("anna") == before
    assert [path.name for path in store.scores_folder.iterdir()] == ["anna.json"]


def test_an_index_that_does_not_fit_the_disk_is_told_in_one_sentence(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index is derived, yet its failure must not look like a crash."""

    def refuse(_self: Path, _target: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UsageError) as caught:
        store.rebuild_index()

    assert str(caught.value) == (
        f"the disk is full while writing {store.index_path}; nothing already graded "
        "is lost: free some space and run the same command again, it continues."
    )


def test_a_results_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    """Writing beside it or over it would both be wrong."""
    path = tmp_path / "results"
    path.write_text("")

    with pytest.raises(UsageError) as caught:
        Store(path)

    assert str(caught.value) == (
        f"{path} is a file, but a results folder was expected; name another folder "
        "with -o."
    )


def test_a_results_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    """It cannot be made, and the sentence says which path."""
    path = tmp_path / "file"
    path.write_text("")

    with pytest.raises(UsageError) as caught:
        Store(path / "results")

    assert str(caught.value) == (
        f"cannot write {path / 'results' / 'scores'}: Not a directory; make the "
        "results folder writable or name another one."
    )


def test_a_results_folder_that_is_not_writable_is_refused_before_grading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An hour of grading must not end in a permission error."""
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)

    with pytest.raises(UsageError) as caught:
        Store(tmp_path)

    assert str(caught.value) == (
        f"cannot write {tmp_path / 'scores'}: Permission denied; make the results "
        "folder writable or name another one."
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"", "Input data was truncated", id="empty"),
        pytest.param(
            b'{"format": "score/1"}',
            "Object missing required field `submission`",
            id="not a score",
        ),
    ],
)
def test_a_file_that_is_not_a_score_document_is_named(
    store: Store, content: bytes, why: str
) -> None:
    """A folder of something else must not be graded into."""
    path = store.scores_folder / "anna.json"
    path.write_bytes(content)

    with pytest.raises(UsageError) as caught:
        list(store.scores())

    assert str(caught.value) == (
        f"{path} is not a score/1 document ({why}); delete it to have the submission "
        "graded again, or name another results folder."
    )


def test_a_document_of_a_later_format_is_refused(
    store: Store, make_score: Callable[..., Score]
) -> None:
    """An old grader must not mix with a new one's results."""
    path = store.scores_folder / "anna.json"
    path.write_bytes(document(make_score("anna", format="score/2")))

    with pytest.raises(UsageError) as caught:
        store.score("anna")

    assert str(caught.value) == (
        f"{path} is not a score/1 document (its format is 'score/2'); delete it to "
        "have the submission graded again, or name another results folder."
    )


def test_a_score_that_is_not_there_is_named(store: Store) -> None:
    """The sentence says which file was looked for."""
    with pytest.raises(UsageError) as caught:
        store.score("anna")

    assert str(caught.value) == (
        f"cannot read {store.scores_folder / 'anna.json'}: No such file or directory."
    )


@pytest.mark.parametrize("submission_id", ["", "../anna", "a/b", ".."])
def test_an_id_that_leaves_the_folder_is_a_fault(
    store: Store, make_score: Callable[..., Score], submission_id: str
) -> None:
    """Ids are made by the grader; this one would write elsewhere."""
    score = make_score(submission_id)

    with pytest.raises(GraderFault) as caught:
        store.write(score)

    assert str(caught.value) == (
        f"the submission id {submission_id!r} is not a plain file name."
    )


def test_failures_are_kept_with_their_reasons(store: Store) -> None:
    """A teacher must be able to tell a student why there is no score."""
    store.finish([REFUSED])

    listed = json.loads(store.failures_path.read_text())

    assert listed == [
        {"id": "dora", "kind": "refused", "reason": "dora.zip is not a zip archive."}
    ]
    assert store.failures() == (REFUSED,)


def test_a_folder_without_failures_lists_none(store: Store) -> None:
    """A batch that was killed has not written its list yet."""
    assert store.failures() == ()


def test_a_document_keeps_what_it_does_not_share_with_others(
    make_score: Callable[..., Score],
) -> None:
    """Same submission, course and seed: the same bytes."""
    score = make_score("anna")
    again = msgspec.structs.replace(
        score,
        submission=SubmissionInfo("anna", score.submission.files, ()),
        course=CourseInfo("Deep learning from scratch", "c0ffee", 7),
    )

    assert document(score) == document(again)
