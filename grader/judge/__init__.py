"""Take submissions through the suites of their units, and score what comes out."""

from grader.judge.run import grade_all, grade_one
from grader.judge.settings import FreshWorker, JudgeSettings

__all__ = ["FreshWorker", "JudgeSettings", "grade_all", "grade_one"]
