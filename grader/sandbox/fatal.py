"""At which line compiled code brought a worker down, as Python's fault handler says.

What it prints stands among what the submission printed, so it is a hint like any
other claim of the worker's.
"""

import faulthandler
import re

STDERR = 2
_HEAD = "Fatal Python error: "


def listen() -> None:
    """Have Python print where it was when the process is about to die of a signal."""
    faulthandler.enable(STDERR, all_threads=False)


def split(printed: str, filename: str) -> tuple[str, int]:
    """Return what the submission itself printed, and the line it died at.

    Args:
        printed: all that was printed.
        filename: the student's file.

    Returns:
        The text without the fault handler's, and the innermost line of the file,
        0 if none is named.
    """
    before, head, told = printed.rpartition(_HEAD)
    if not head:
        return printed, 0
    line = re.search(rf'File "(?:[^"\n]*/)?{re.escape(filename)}", line (\d+)', told)
    return before, int(line[1]) if line else 0
