"""Verdicts and points become a score document; pure, no clock, no disk.

Points are exact decimals in hundredths. They become floats only in the document.
"""

from grader.scoring.document import make_score, total
from grader.scoring.points import check_points, share_points
from grader.scoring.schema import score_schema
from grader.scoring.units import NOT_GRADED, PRECEDENCE, score_units

__all__ = [
    "NOT_GRADED",
    "PRECEDENCE",
    "check_points",
    "make_score",
    "score_schema",
    "score_units",
    "share_points",
    "total",
]
