"""The records that every floor shares, frozen; `Score` is the score document."""

from grader.model.course import (
    Course,
    DiagnosisPolicy,
    Exercise,
    Limits,
    RevealPolicy,
    Unit,
)
from grader.model.outcomes import (
    Outcome,
    Visibility,
)
from grader.model.score import (
    Check,
    CourseInfo,
    Diagnosis,
    GraderInfo,
    Isolation,
    Score,
    ScoredCheck,
    ScoredExercise,
    ScoredUnit,
    SourceFile,
    Submission,
    SubmissionInfo,
    Verdict,
)

__all__ = [
    "Check",
    "Course",
    "CourseInfo",
    "Diagnosis",
    "DiagnosisPolicy",
    "Exercise",
    "GraderInfo",
    "Isolation",
    "Limits",
    "Outcome",
    "RevealPolicy",
    "Score",
    "ScoredCheck",
    "ScoredExercise",
    "ScoredUnit",
    "SourceFile",
    "Submission",
    "SubmissionInfo",
    "Unit",
    "Verdict",
    "Visibility",
]
