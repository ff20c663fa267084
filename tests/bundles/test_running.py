"""What a platform's run tells of a cause is up to the course, as everywhere."""

import subprocess
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from grader.bundles.gradescope import Settings
from grader.bundles.running import main
from grader.exports import Showing
from grader.model import Diagnosis, DiagnosisPolicy, Outcome, Score, ScoredCheck
from grader.store import document

CAUSE = "A factor is missing."


@pytest.fixture
def graded(
    monkeypatch: pytest.MonkeyPatch,
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
) -> Callable[[int], None]:
    """Let `grader grade` find one failure, of a unit that is due in some year."""
    check = make_check(Outcome.WRONG, "dx is off.", diagnosis=Diagnosis("x", CAUSE))
    score = make_score("ann", Outcome.PASSED, Outcome.WRONG, (check,))

    def due_in(year: int) -> None:
        due = {"u06_batchnorm": datetime(year, 1, 31, tzinfo=UTC)}
        policy = DiagnosisPolicy.AFTER_DUE
        info = msgspec.structs.replace(score.course, diagnosis=policy, due=due)
        late = msgspec.structs.replace(score, course=info)

        def grade(command: Sequence[str], **_others: object) -> object:
            Path(command[-1]).write_bytes(document(late))
            return subprocess.CompletedProcess(command, 0, "", "")

        monkeypatch.setattr("grader.bundles.running.subprocess.run", grade)

    return due_in


@pytest.mark.parametrize(
    ("year", "is_told"), [(2999, False), (1999, True)], ids=["before", "since"]
)
def test_a_platform_tells_causes_when_the_course_does(
    tmp_path: Path, graded: Callable[[int], None], year: int, is_told: object
) -> None:
    """Graded there or here, students of one course read the same."""
    settings = Settings("u06_batchnorm", Showing.VISIBLE, 60.0)
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "settings.json").write_bytes(msgspec.json.encode(settings))
    graded(year)

    main(tmp_path)

    written = (tmp_path / "results" / "results.json").read_text()
    assert "dx is off." in written
    assert is_told == (CAUSE in written)
