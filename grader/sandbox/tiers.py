"""Which walls this machine allows, probed by raising each one, never assumed.

Tier A: hidden files do not exist for the worker (bubblewrap), and Landlock
stands behind it. B: bubblewrap alone, or Landlock and a uid of its own. B-: a
uid of its own, no Landlock. C: Landlock, no uid of its own. D: crash
containment only.
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
PROBE = (sys.executable, "-P", "-s", "-B", "-m", "grader.sandbox.probing")


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
    beyond = {"rlimits", *without} if is_root else {"rlimits", "uid", *without}
    tried = [wall for wall in WALLS if wall not in beyond]
    stand = _biting(tried, is_root=is_root) | {"rlimits"}
    walls = tuple(wall for wall in WALLS if wall in stand)
    return Machine(tier_of(stand), walls, forks=True, is_root=is_root)


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


def python_folders() -> tuple[str, ...]:
    """Return where the interpreter, its packages and the grader itself are."""
    folders = {sys.base_prefix, sys.prefix, str(Path(__file__).parents[1])}
    folders.update(path for path in sys.path if path.endswith("site-packages"))
    return tuple(sorted(folder for folder in folders if Path(folder).is_dir()))


def _biting(tried: Sequence[str], *, is_root: bool) -> set[str]:
    """Return those walls that bite: together within bubblewrap, or without it."""
    with tempfile.TemporaryDirectory(prefix="grader-") as folder:
        spool = Path(folder) / "spool"
        spool.mkdir()
        hidden = Path(folder) / "hidden"
        hidden.touch()
        for open_to_all in (Path(folder), spool):
            open_to_all.chmod(0o755)
        command = [*PROBE, str(hidden), str(spool), str(PROBE_UID)]
        if "bubblewrap" in tried and _bubblewrap() is not None:
            machine = Machine("A", ("bubblewrap",), forks=True, is_root=is_root)
            boxed = bubblewrap_command(
                machine, python_folders(), str(spool), [*command, *tried]
            )
            found = _words(boxed)
            if "bubblewrap" in found:
                return found
        return _words([*command, *(wall for wall in tried if wall != "bubblewrap")])


def _words(command: Sequence[str]) -> set[str]:
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PROBE_TIMEOUT_S,
            check=False,
            text=True,
            cwd="/",
        )
    except (OSError, subprocess.TimeoutExpired):
        return set()
    return set(done.stdout.split()) if done.returncode == 0 else set()


def tier_of(stand: set[str]) -> str:
    """Return the tier that these walls make, as docs/architecture.md defines it."""
    guarded = "seccomp" in stand
    if {"bubblewrap", "landlock"} <= stand and guarded:
        return "A"
    if guarded and ("bubblewrap" in stand or {"uid", "landlock"} <= stand):
        return "B"
    if "uid" in stand and guarded:
        return "B-"
    if "landlock" in stand and guarded:
        return "C"
    return "D"
