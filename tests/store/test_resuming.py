"""A results folder knows which documents a new run would only repeat."""

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.model import Outcome, Score
from grader.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty results folder."""
    return Store(tmp_path / "results")


def test_a_document_of_the_same_course_seed_and_units_is_kept(
    store: Store, make_score: Callable[..., Score]
) -> None:
    """Grading it again would give the same document."""
    score = make_score("anna")
    store.write(score)

    kept = store.graded_ids("c0ffee", 7, ["u06_batchnorm"])

    assert kept.valid == {"anna": score.submission.files}
    assert kept.outdated == ()


@pytest.mark.parametrize(
    ("digest", "seed", "units"),
    [
        pytest.param("decade", 7, ["u06_batchnorm"], id="another course"),
        pytest.param("c0ffee", 8, ["u06_batchnorm"], id="another seed"),
        pytest.param("c0ffee", 7, ["u02_layers", "u06_batchnorm"], id="more units"),
    ],
)
def test_a_document_of_anything_else_is_outdated(
    store: Store,
    make_score: Callable[..., Score],
    digest: str,
    seed: int,
    units: list[str],
) -> None:
    """Scores of two versions of a check must not stand side by side."""
    store.write(make_score("anna"))

    kept = store.graded_ids(digest, seed, units)

    assert kept.valid == {}
    assert kept.outdated == ("anna",)


def test_a_document_that_owes_checks_is_outdated(
    store: Store, make_score: Callable[..., Score]
) -> None:
    """What the grader failed on is tried again."""
    store.write(make_score("anna", backward=Outcome.NOT_GRADED))

    kept = store.graded_ids("c0ffee", 7, ["u06_batchnorm"])

    assert kept.outdated == ("anna",)
