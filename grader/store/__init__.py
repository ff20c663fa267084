"""A results folder: score documents, their SQLite index and the grade book.

The score documents are the truth; the index and the grade book are derived
from them and can be made again at any time.
"""

from grader.store.files import write_atomically
from grader.store.folder import Store, document, read_score
from grader.store.records import Failure, FailureKind, Kept

__all__ = [
    "Failure",
    "FailureKind",
    "Kept",
    "Store",
    "document",
    "read_score",
    "write_atomically",
]
