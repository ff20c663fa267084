"""Write a file whole or not at all, and say in one sentence why it failed."""

import errno
import os
import sqlite3
from pathlib import Path

from grader.errors import UsageError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_CONTINUES = (
    "nothing already graded is lost: free some space and run the same command "
    "again, it continues."
)


def write_atomically(path: Path, data: bytes) -> None:
    """Write the file so that a reader sees the old content or all of the new.

    Raises:
        OSError: if it cannot be written; the old content then stands.
    """
    path = path.resolve()  # a link stays a link
    if path.exists() and not path.is_file():
        path.write_bytes(data)  # a device, such as /dev/null, is not to be replaced
        return
    fresh = path.with_name(f".{path.name}.tmp")
    try:
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def refusal(path: Path, error: OSError | sqlite3.Error) -> UsageError:
    """Return the sentence for a write into a results folder that failed.

    Args:
        path: the file or folder that was being written.
        error: why it could not be.
    """
    if _is_full(error):
        return UsageError(f"the disk is full while writing {path}; {_CONTINUES}")
    reason = error.strerror if isinstance(error, OSError) else str(error)
    message = (
        f"cannot write {path}: {reason}; make the results folder writable or name "
        "another one."
    )
    return UsageError(message)


def _is_full(error: OSError | sqlite3.Error) -> bool:
    if isinstance(error, OSError):
        return error.errno in _FULL
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
