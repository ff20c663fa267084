"""What a batch tells a person and a script at its end."""

from pathlib import Path

import msgspec
import pytest

from grader.batch import BatchSummary
from grader.store import Failure, FailureKind

FINE = BatchSummary(
    ids=("anna", "ben", "carl"),
    graded=3,
    kept=0,
    graded_again=(),
    failures=(),
    incomplete=(),
    lowest_percent=40.0,
    is_stopped=False,
)
REFUSED = Failure("anna", FailureKind.REFUSED, "not an archive.")
FAULT = Failure("ben", FailureKind.GRADER_FAULT, "the zygote does not answer.")


@pytest.mark.parametrize(
    ("changes", "fail_under", "status"),
    [
        pytest.param({}, None, 0, id="all graded, whatever the scores"),
        pytest.param({}, 40.0, 0, id="all at the limit"),
        pytest.param({}, 41.0, 1, id="one below the limit"),
        pytest.param({"lowest_percent": None}, 41.0, 0, id="no score"),
        pytest.param({"failures": (REFUSED,)}, 41.0, 2, id="one refused"),
        pytest.param({"failures": (REFUSED, FAULT)}, None, 3, id="one fault"),
        pytest.param({"incomplete": ("anna",)}, 41.0, 3, id="one incomplete"),
        pytest.param({"is_stopped": True, "failures": (FAULT,)}, None, 130, id="stop"),
    ],
)
def test_the_exit_status_tells_what_became_of_the_batch(
    changes: dict[str, object], fail_under: float | None, status: int
) -> None:
    """A script decides by it whether scores may be published."""
    summary = msgspec.structs.replace(FINE, **changes)

    assert summary.exit_status(fail_under) == status


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        pytest.param(
            {"is_stopped": True, "graded": 1, "kept": 1},
            "Stopped: 2 of 3 submissions are graded and kept in results; run the "
            "same command again to go on.",
            id="stopped",
        ),
        pytest.param(
            {"graded_again": ("anna", "ben")},
            "Graded again, because the course, the seed or the units have changed or "
            "the grader had failed: 2.",
            id="graded again",
        ),
        pytest.param(
            {"kept": 2},
            "Unchanged since an earlier run and kept: 2.",
            id="kept",
        ),
        pytest.param(
            {"failures": (REFUSED,)},
            "Without a score: 1; the reasons are in results/failures.json.",
            id="refused",
        ),
        pytest.param(
            {"incomplete": ("anna",)},
            "The grader failed on checks of 1 submissions; run the same command "
            "again to grade them anew.",
            id="incomplete",
        ),
        pytest.param(
            {"left_over": ("anna", "ben")},
            "In results/scores, but not in the folder of submissions any more: anna, "
            "ben; delete those documents if they should not count.",
            id="left over",
        ),
        pytest.param(
            {"passed_over": tuple("abcdefg")},
            "Passed over, no form of a submission: a, b, c, d, e and 2 more.",
            id="passed over",
        ),
    ],
)
def test_a_note_tells_what_the_operator_should_know(
    changes: dict[str, object], note: str
) -> None:
    """It stands beside the table, before where the results are."""
    summary = msgspec.structs.replace(FINE, **changes)

    notes = summary.notes(Path("results"))

    assert note in notes


def test_a_batch_without_incident_says_where_the_results_are() -> None:
    """Nothing else is worth a line."""
    assert FINE.notes(Path("results")) == ("Score documents and grade book: results",)
