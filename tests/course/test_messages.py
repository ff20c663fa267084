"""What a student reads at home about mistakes that were once told misleadingly."""

import hashlib
import re

import pytest

from grader.catalog import load_course, select_units
from grader.judge import JudgeSettings, grade_one
from grader.model import Score, SourceFile, Submission, Unit, Visibility
from grader.reports.terminal import render_check_report
from tests.course import optimizer_mistakes, student_mistakes
from tests.course.test_pictures import ROOT, hidden

COURSE = load_course(ROOT)
CASES = {**student_mistakes.CASES, **optimizer_mistakes.CASES}
ROWS = ("expected", "got", "extent", "input", "call", " " * 10)
UNTOLD = tuple(f"      {word} " for word in ROWS)
# What comes after a failure that is told: a command, the next row, the points.
END = re.compile(r"\n\n  Run only|\n\n\d+\.\d+ |\n\n[\d.]+ of [\d.]+ points\.")
VARIANCE = """
class BatchNorm(BatchNorm):
    def forward(self, x, train=True):
        out = super().forward(x, train)
        if train:
            var = x.var(axis=0, ddof=1)
            self.x_hat = (x - x.mean(axis=0)) / np.sqrt(var + self.eps)
            out = self.params["gamma"] * self.x_hat + self.params["beta"]
        return out
"""


def checked(unit_id: str, code: str, only: tuple[str, ...] = ()) -> Score:
    """Return what the open checks say of the reference with other classes."""
    (unit,) = select_units(COURSE, [unit_id])
    reference = (hidden(unit) / unit.module).read_text(encoding="utf-8")
    data = f"import numpy as np\n{reference}{code}".encode()
    settings = JudgeSettings(
        visibilities=(Visibility.OPEN,), only=only, allow_unisolated=True
    )
    return grade_one(COURSE, [unit], submission(unit, data), settings)


def submission(unit: Unit, data: bytes) -> Submission:
    """Return a submission of one module."""
    files = (SourceFile(unit.module, hashlib.sha256(data).hexdigest()),)
    return Submission("me", {unit.id: data}, files, ())


def first_told(report: str) -> str:
    """Return what is told in full, without its table and its numbers of lines."""
    detail = END.split(report.split("\n\n  ", 1)[1], maxsplit=1)[0]
    lines = (
        f"  {detail}".split("\n  Another check, ")[0]
        .removeprefix("  Check:")
        .splitlines()
    )
    kept = [line for line in lines if not line.startswith(UNTOLD)]
    told = " ".join(" ".join(kept).split())
    return re.sub(r"(?<=py:)\d+|\b\d+(?= \|)", "LINE", told)


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_is_told_by_what_was_written(name: str) -> None:
    """Each of these once sent a student to a line that was right, or nowhere."""
    case = CASES[name]

    report = render_check_report(checked(case.unit, case.code), COURSE)

    assert case.told == first_told(report)


@pytest.mark.parametrize("only", [(), ("6.3",)], ids=["all", "only 6.3"])
def test_a_backward_by_the_handout_waits_for_its_forward(only: tuple[str, ...]) -> None:
    """A right 6.3 beside a wrong 6.1 is not to be changed, also if nobody asked 6.1."""
    score = checked("u06", VARIANCE, only)

    (found,) = (e for e in score.units[0].exercises if e.id == "6.3")
    assert {
        "6.1 is wrong first, and this one builds on it: mend that, then look again."
    } == {check.diagnosis.text for check in found.checks if check.diagnosis}
