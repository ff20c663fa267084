"""Raises each wall in a child of its own, tries what it forbids, prints what bit.

Run by `grader.sandbox.tiers`, once within bubblewrap and, where that fails, once
without: `python -m grader.sandbox.probing HIDDEN SPOOL UID WALL...`, where UID is
a user to become, HIDDEN a file outside of the box, and SPOOL a folder within.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from grader.sandbox import walls

BITES, HOLDS_NOT = 0, 1


def main() -> None:
    """Print the names of the walls that bite, in one line."""
    hidden, spool, uid, *names = sys.argv[1:]
    acts: dict[str, Callable[[], bool]] = {
        "bubblewrap": lambda: not Path(hidden).exists(),
        "uid": lambda: _is_another(int(uid)),
        "landlock": lambda: _is_refused(lambda: os.scandir(spool).close()),
        "seccomp": lambda: _is_refused(_fork),
    }
    biting = [
        name
        for name in names
        if _in_child(partial(_bites, name, spool, int(uid), acts[name]))
    ]
    sys.stdout.write(" ".join(biting) + "\n")


def _bites(wall: str, spool: str, uid: int, act: Callable[[], bool]) -> bool:
    scratch = tempfile.mkdtemp(dir=spool)
    Path(scratch).chmod(0o755)
    plan = walls.WallPlan(
        landlock=wall == "landlock",
        seccomp=wall == "seccomp",
        uid=uid if wall == "uid" else None,
        readable=(),
        scratch=scratch,
        memory_mib=512,
        cpu_s=10,
        file_mib=1,
    )
    walls.raise_walls(plan)
    return act()


def _is_another(uid: int) -> bool:
    """Whether we are `uid`, and can still read Python and its packages."""
    for file in (sys.executable, os.__file__, msgspec.__file__):
        with Path(file).open("rb"):
            pass
    return os.getuid() == uid


def _is_refused(act: Callable[[], None]) -> bool:
    try:
        act()
    except PermissionError:
        return True
    return False


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _in_child(claim: Callable[[], bool]) -> bool:
    """Whether `claim` is true in a child, which no wall of it can outlive."""
    pid = os.fork()
    if pid == 0:
        status = HOLDS_NOT
        try:
            status = BITES if claim() else HOLDS_NOT
        except OSError as error:  # the wall cannot be raised, or shuts us out
            sys.stderr.write(f"{error}\n")
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == BITES


if __name__ == "__main__":
    main()
