"""Why a unit that passed is checked again, where nobody named it."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from click.testing import Result

from grader.model import Outcome, Score

Run = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("own_files")


@pytest.fixture(autouse=True)
def done(scores: dict[str, Score], make_score: Callable[..., Score]) -> Score:
    """In both units everything passes."""
    score = make_score("s")
    exercise = msgspec.structs.replace(score.units[0].exercises[0], id="2.1")
    layers = msgspec.structs.replace(
        score.units[0], id="u02_layers", title="Layers", exercises=(exercise,)
    )
    scores["u02_layers"] = msgspec.structs.replace(score, units=(layers,))
    scores["u06_batchnorm"] = score
    return score


@pytest.mark.parametrize(
    ("arguments", "is_told"), [((), True), (("6.1",), False), (("u06",), False)]
)
def test_a_unit_that_is_run_again_says_why(
    run: Run,
    kit: Path,
    scores: dict[str, Score],
    make_score: Callable[..., Score],
    arguments: tuple[str, ...],
    is_told: object,
) -> None:
    """Whoever works elsewhere would wonder; what was named is not wondered at."""
    path = kit / "assignments" / "u06_batchnorm" / "batchnorm.py"
    run("check", "u06")
    path.write_text("# broken since\n")
    scores["u06_batchnorm"] = make_score("s", Outcome.WRONG)

    again, once_more = (run("check", *arguments).stdout for _ in range(2))

    said = "u06 passed, and has changed since: it is checked again.\n\nChecked "
    assert is_told is (said in again)
    assert "checked again" not in once_more
