"""Many submissions: one after the other or side by side, kept as each one ends."""

from grader.batch.folder import grade_folder
from grader.batch.judging import Executor, Grading, InThisProcess
from grader.batch.pool import JudgePool
from grader.batch.summary import BatchSummary

__all__ = [
    "BatchSummary",
    "Executor",
    "Grading",
    "InThisProcess",
    "JudgePool",
    "grade_folder",
]
