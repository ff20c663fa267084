"""`grader calibrate` passes on what an author needs."""

from collections.abc import Callable

import pytest
from click.testing import Result

from grader.authoring.calibrate import CalibrateSettings, Progress
from grader.model import Course, Unit

Run = Callable[..., Result]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a calibration in place that says what it was asked."""

    def calibrate_unit(
        _course: Course,
        unit: Unit,
        report: Callable[[str], None],
        settings: CalibrateSettings,
        progress: Progress,
    ) -> None:
        progress(1, 1)
        report(f"{unit.id}: {settings.seeds} starts, in steps of {settings.step}.")

    monkeypatch.setattr("grader.cli.calibrate.calibrate_unit", calibrate_unit)


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("options", "seeds", "step"),
    [((), 20, 0.01), (("--seeds", "7", "--step", "0.5"), 7, 0.5)],
    ids=["usual", "asked for"],
)
def test_calibrate_prints_its_report(
    run: Run, options: tuple[str, ...], seeds: int, step: float
) -> None:
    """The unit may be named in short; twenty starts are the rule."""
    result = run("calibrate", "u06", *options)

    assert result.stdout == f"u06_batchnorm: {seeds} starts, in steps of {step}.\n"
    assert result.exit_code == 0


@pytest.mark.usefixtures("told")
def test_one_start_has_no_spread(run: Run) -> None:
    """It would be no calibration."""
    result = run("calibrate", "u06", "--seeds", "1")

    assert result.exit_code == 2
    assert "1 is not in the range x>=2." in result.stderr


@pytest.mark.usefixtures("told")
def test_a_step_of_nothing_has_no_multiples(run: Run) -> None:
    """There would be no round threshold to propose."""
    result = run("calibrate", "u06", "--step", "0")

    assert result.exit_code == 2
    assert "0.0 is not in the range x>0." in result.stderr
