"""Which walls this machine allows, probed by raising each one, never assumed.

Tier A: hidden files do not exist for the worker (bubblewrap). B: a uid of its
own and Landlock. B-: a uid of its own, no Landlock. C: Landlock without a uid
of its own. D: crash containment only.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path

import msgspec

PROBE_UID = 61183  # next to the workers' own range
PROBE_TIMEOUT_S = 10.0
SYSTEM_FOLDERS = ("/usr", "/lib", "/lib64", "/bin", "/sbin", "/etc/ld.so.cache")
WALLS = ("bubblewrap", "uid", "landlock", "seccomp", "rlimits")
# Run as `python -c PROBE <wall> <uid> <readable>...` by a short-lived child.
PROBE = """
import os, sys
from grader.sandbox import walls
wall, uid, scratch, *readable = sys.argv[1:]
plan = walls.WallPlan(
    landlock=wall == "landlock", seccomp=wall == "seccomp",
    uid=int(uid) if wall == "uid" else None, readable=tuple(readable),
    scratch=scratch, memory_mib=512, cpu_s=10, file_mib=1,
)
interpreter = sys.executable
forbidden = os.path.dirname(scratch)
walls.raise_walls(plan)
try:
    if wall == "landlock":
        os.listdir(forbidden)
    elif wall == "seccomp":
        os.fork()
    else:
        open(interpreter, "rb").close()
        sys.exit(0 if os.getuid() == int(uid) else 1)
except PermissionError:
    sys.exit(0 if wall != "uid" else 1)
sys.exit(1)
"""


class Machine(msgspec.Struct, frozen=True):
    """What this machine lets the grader do.

    Attributes:
        tier: "A", "B", "B-", "C" or "D".
        walls: the walls around every worker, outermost first.
        forks: whether workers are forked from a zygote, or spawned one by one.
        is_root: whether the judge runs as root.
    """

    tier: str
    walls: tuple[str, ...]
    forks: bool
    is_root: bool


def probe(without: Collection[str] = ()) -> Machine:
    """Try each wall in a child and return those that bite.

    Args:
        without: names of walls to leave out, for tests.
    """
    if not sys.platform.startswith("linux"):
        return unisolated()
    is_root = os.geteuid() == 0
    boxed = "bubblewrap" not in without and _bubblewrap_works(is_root=is_root)
    stand = {"rlimits"}
    if boxed:
        stand.add("bubblewrap")
    if is_root and "uid" not in without and (boxed or _bites("uid")):
        stand.add("uid")
    stand.update(w for w in ("landlock", "seccomp") if w not in without and _bites(w))
    walls = tuple(wall for wall in WALLS if wall in stand)
    return Machine(_tier(stand), walls, forks=True, is_root=is_root)


def unisolated() -> Machine:
    """Return a machine on which workers are spawned and nothing is walled off."""
    return Machine("D", (), forks=False, is_root=False)


def bubblewrap_command(
    machine: Machine, readable: Sequence[str], spool: str, command: Sequence[str]
) -> list[str]:
    """Return `command` inside a namespace where only these folders exist.

    Args:
        machine: as root, no user namespace is made, so that workers can take
            uids of their own inside.
        readable: folders to show read-only, besides the system's.
        spool: the folder to show writable.
        command: what to run.
    """
    shown = [path for path in (*SYSTEM_FOLDERS, *readable) if Path(path).exists()]
    arguments = [_bubblewrap() or "bwrap", *_unshared(is_root=machine.is_root)]
    for folder in sorted({p for path in (*shown, spool) for p in _parents(path)}):
        arguments += ["--perms", "0755", "--dir", folder]
    for path in shown:
        arguments += ["--ro-bind", path, path]
    arguments += ["--dev", "/dev", "--proc", "/proc", "--bind", spool, spool]
    return [*arguments, "--chdir", "/", "--", *command]


def _unshared(*, is_root: bool) -> list[str]:
    rest = ["--die-with-parent", "--new-session", "--perms", "0755", "--tmpfs", "/tmp"]  # noqa: S108 - the private one
    if not is_root:
        return ["--unshare-all", *rest]
    spaces = ("pid", "net", "ipc", "uts", "cgroup-try")
    kept = ("CAP_SETUID", "CAP_SETGID", "CAP_KILL")
    return [
        *(f"--unshare-{space}" for space in spaces),
        *("--cap-drop", "ALL"),
        *(word for name in kept for word in ("--cap-add", name)),
        *rest,
    ]


def _parents(path: str) -> list[str]:
    """Return the folders above `path`, which must be passable inside."""
    parents = [str(parent) for parent in Path(path).parents]
    hidden = ("/", "/usr", "/tmp", "/dev", "/proc")  # noqa: S108 - made by bubblewrap
    return [parent for parent in parents if parent not in hidden]


def _bubblewrap() -> str | None:
    return shutil.which("bwrap")


def _bubblewrap_works(*, is_root: bool) -> bool:
    if _bubblewrap() is None:
        return False
    machine = Machine("A", ("bubblewrap",), forks=True, is_root=is_root)
    with tempfile.TemporaryDirectory(prefix="grader-") as spool:
        command = bubblewrap_command(machine, (), spool, ["/bin/true"])
        return _succeeds(command)


def _bites(wall: str) -> bool:
    with tempfile.TemporaryDirectory(prefix="grader-") as folder:
        Path(folder).chmod(0o755)
        scratch = Path(folder) / "scratch"
        scratch.mkdir()
        readable = ("/usr", "/lib", "/lib64", sys.base_prefix, sys.prefix)
        command = [sys.executable, "-P", "-s", "-B", "-c", PROBE, wall]
        return _succeeds([*command, str(PROBE_UID), str(scratch), *readable])


def _succeeds(command: Sequence[str]) -> bool:
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PROBE_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _tier(stand: set[str]) -> str:
    guarded = "seccomp" in stand
    if {"bubblewrap", "landlock"} <= stand and guarded:
        return "A"
    if {"uid", "landlock"} <= stand and guarded:
        return "B"
    if "uid" in stand and guarded:
        return "B-"
    if "landlock" in stand and guarded:
        return "C"
    return "D"
