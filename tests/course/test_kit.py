"""A student's kit: untouched it scores nothing, and what is changed in it counts."""

import hashlib
import re
import shutil
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from grader.catalog import load_course
from grader.catalog.mistakes import load_mistake, splice
from grader.cli import main
from grader.cli.work import check_all
from grader.model import Outcome, Score, Unit
from grader.reports.placement import render_placement
from grader.reports.terminal import render_check_report, stops_of
from tests.course.test_pictures import ROOT, UNITS, hidden

LEFT_AT_HOME = shutil.ignore_patterns(".grader", "__pycache__")
PRAISE = re.compile(
    r"\b(passe[sd]|well|done|great|good|nice|bravo|perfect|excellent"
    r"|congratulations|you wrote|pack)\b|!",
    re.IGNORECASE,
)
# A mistake of each unit's first exercise that its open checks see.
MISTAKES = {
    "u01_perceptron": "step_by_the_sign",
    "u02_layers": "bias_left_out",
    "u03_training": "log_softmax_adds_the_sum",
    "u04_optimizers": "sgd_climbs",
    "u05_initialization": "fan_adds_the_kernel",
    "u06_batchnorm": "beta_scaled_by_gamma",
    "u07_regularization": "penalty_of_means",
    "u08_search": "both_x_first",
    "u09_convolution": "windows_channels_last",
    "u10_residual": "names_without_place",
    "u11_transfer": "last_prefix_alone_freezes",
    "u12_rnn": "cell_averages_the_batch",
    "u13_gradient_flow": "norm_of_all_squares",
    "u14_gated": "lstm_bias_left_out",
}


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a student receives, in a folder of its own."""
    root = tmp_path_factory.mktemp("kit")
    shutil.copytree(ROOT / "assignments", root / "assignments", ignore=LEFT_AT_HOME)
    return root


@pytest.fixture(scope="module")
def untouched(kit: Path) -> Score:
    """What the open checks find where nothing is written yet."""
    return check_all(load_course(kit))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.id)
def test_an_untouched_unit_scores_nothing_and_is_not_praised(
    kit: Path, untouched: Score, unit: Unit
) -> None:
    """Congratulations for nothing would make all others worthless."""
    (scored,) = (one for one in untouched.units if one.id == unit.id)
    alone = msgspec.structs.replace(untouched, units=(scored,))

    report = render_check_report(alone, load_course(kit))

    assert 0.0 == scored.score
    assert Outcome.PASSED not in {one.outcome for one in scored.exercises}
    assert None is PRAISE.search(report)
    first = unit.exercises[0].id
    assert report.endswith(f"\n\nNext: grader check {first}")


def test_an_untouched_course_scores_nothing_anywhere(
    kit: Path, untouched: Score
) -> None:
    """And begins at the beginning."""
    course = load_course(kit)

    report = render_placement(untouched, course, stops_of(untouched, course), 80)

    assert 0.0 == untouched.score
    assert re.search(r"^all +0 of [\d.]+ +0 of [\d.]+$", report, re.MULTILINE)
    assert report.endswith("\n\nNext: grader check 1.1")


def checked(kit: Path, unit: Unit, source: str) -> str:
    """Return what a student reads of the first exercise with this work."""
    path = kit / "assignments" / unit.id / unit.module
    path.write_text(source, encoding="utf-8")
    arguments = ["check", "--course", str(kit), unit.exercises[0].id]
    return CliRunner().invoke(main, arguments).stdout


def digest(source: str) -> str:
    """Return what the header says of a file."""
    return f"(sha256 {hashlib.sha256(source.encode()).hexdigest()[:12]})\n"


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.id)
def test_what_is_broken_in_a_students_file_is_seen_at_once(
    kit: Path, tmp_path: Path, unit: Unit
) -> None:
    """It is the student's own code that runs, and no other."""
    right = (hidden(unit) / unit.module).read_text(encoding="utf-8")
    mistake = load_mistake(hidden(unit) / "mistakes" / f"{MISTAKES[unit.id]}.py")
    wrong = splice(right, mistake.source, mistake.name)
    shutil.copytree(kit, tmp_path, dirs_exist_ok=True)

    reports = [checked(tmp_path, unit, source) for source in (right, wrong)]

    row = rf"^{re.escape(unit.exercises[0].id)} +.* {{2}}"
    assert digest(right) in reports[0]
    assert digest(wrong) in reports[1]
    assert re.search(f"{row}passed   ", reports[0], re.MULTILINE)
    assert re.search(f"{row}wrong   ", reports[1], re.MULTILINE)
