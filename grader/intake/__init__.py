"""Uploads of every form become submissions; a hostile one is refused.

Everything is read into memory; nothing of an upload is ever written to a disk.
"""

from grader.intake.entries import passed_over_in, refuse_link, submissions_in
from grader.intake.ids import resolve_ids
from grader.intake.names import misnamed, near_miss
from grader.intake.taking import take_in

__all__ = [
    "misnamed",
    "near_miss",
    "passed_over_in",
    "refuse_link",
    "resolve_ids",
    "submissions_in",
    "take_in",
]
