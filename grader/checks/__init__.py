"""The vocabulary of suites: what a unit's tests may import.

A suite reads like local code. `student` stands for the submission's module,
which lives in a worker; values cross the boundary, verdicts do not.
"""

from grader.checks.clues import Clues
from grader.checks.datasets import dataset
from grader.checks.device import runs_on_device
from grader.checks.dtypes import follows_dtype
from grader.checks.gradients import gradient
from grader.checks.marks import exercise
from grader.checks.objects import (
    fetch,
    generator,
    in_turn,
    live,
    resident,
    same,
    support,
)
from grader.checks.purity import unchanged
from grader.checks.steps import snapshots, steps
from grader.checks.training import accuracy, trained, trains
from grader.checks.values import attempt, close, quiet, raises, require
from grader.checks.vectorised import vectorised
from grader.checks.work import Work
from grader.sandbox.handles import Handle as Student

__all__ = [
    "Clues",
    "Student",
    "Work",
    "accuracy",
    "attempt",
    "close",
    "dataset",
    "exercise",
    "fetch",
    "follows_dtype",
    "generator",
    "gradient",
    "in_turn",
    "live",
    "quiet",
    "raises",
    "require",
    "resident",
    "runs_on_device",
    "same",
    "snapshots",
    "steps",
    "support",
    "trained",
    "trains",
    "unchanged",
    "vectorised",
]
