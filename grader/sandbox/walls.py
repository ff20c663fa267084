"""The walls a freshly forked worker raises around itself, before any student byte.

Order matters: limits while /proc is visible, the uid while we may still change
it, Landlock before seccomp, which then refuses more of both. A wall that the
plan demands and that cannot be raised ends the worker: it fails closed.
"""

import contextlib
import ctypes
import errno
import mmap
import os
import platform
import signal
import struct
import sys
from pathlib import Path

import msgspec

with contextlib.suppress(ImportError):  # on Windows, where plans are made but no wall
    import resource

CHANNEL = 3  # the worker's descriptor of the channel; nothing above it is open
PID_PLACEHOLDER = struct.pack("<I", 0x5A5A5A5A)  # as tools/make_seccomp_filters.py
FILTERS = Path(__file__).parent / "filters"
PAGE = mmap.PAGESIZE

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP = 1, 4, 22
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 24, 38
SECCOMP_MODE_FILTER = 2
PRCTL_NAMES = {
    PR_SET_PDEATHSIG: "ending with the parent",
    PR_SET_DUMPABLE: "hiding memory",
    PR_SET_NO_NEW_PRIVS: "no_new_privs",
    PR_SET_SECCOMP: "seccomp",
}
CLOSE_RANGE, CAPSET = 436, 126 if platform.machine() == "x86_64" else 91
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
CAPABILITY_VERSION_3 = 0x20080522
LAST_CAPABILITY = 40

# Landlock's access rights (linux/landlock.h), by the ABI that brought them.
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
MAKE_CHAR, MAKE_BLOCK = 1 << 6, 1 << 11
ABI_1_RIGHTS = (1 << 13) - 1
REFER, TRUNCATE, IOCTL = 1 << 13, 1 << 14, 1 << 15
TCP_BIND_AND_CONNECT = 3
SCOPE_SOCKET_AND_SIGNAL = 3
RULE_PATH_BENEATH = 1

with contextlib.suppress(TypeError):  # Windows again
    _libc = ctypes.CDLL(None, use_errno=True)
_NOTHING = ctypes.c_ulong(0)


class WallPlan(msgspec.Struct, frozen=True):
    """Which walls a worker must raise, and with which limits.

    Attributes:
        landlock: hide the file system but for `readable` and `scratch`.
        seccomp: refuse new processes, sockets, and looking at others.
        uid: the user to become, None to stay who we are.
        readable: folders and files that may be read.
        scratch: the only folder that may be written.
        memory_mib: address space beyond what the process has now.
        cpu_s: processor seconds.
        file_mib: the largest file.
        open_files: descriptors.
        processes: processes and threads of the worker's own uid.
    """

    landlock: bool
    seccomp: bool
    uid: int | None
    readable: tuple[str, ...]
    scratch: str
    memory_mib: int
    cpu_s: int
    file_mib: int
    open_files: int = 64
    processes: int = 64


def detach(channel: int, output: int, zygote: int | None = None) -> None:
    """Leave the zygote's session, and keep the two descriptors and nothing else.

    Args:
        channel: becomes descriptor 3.
        output: becomes stdout and stderr; stdin reads as empty.
        zygote: the parent's process id, taken before the fork; without it, a
            parent that ended just after the fork goes unnoticed.
    """
    parent = os.getppid() if zygote is None else zygote
    os.setsid()
    die_with_parent()
    if os.getppid() != parent:
        os._exit(0)  # the zygote ended before the kernel was asked to tell us
    null = os.open("/dev/null", os.O_RDONLY)
    # Through high numbers first: one of the three may already be 0 to 3.
    high = [os.dup2(fd, 200 + i) for i, fd in enumerate((null, output, channel))]
    for source, target in ((0, 0), (1, 1), (1, 2), (2, CHANNEL)):
        os.dup2(high[source], target)
    _call("closing what is open", CLOSE_RANGE, CHANNEL + 1, 0xFFFFFFFF, 0)


def raise_walls(plan: WallPlan) -> list[str]:
    """Raise every wall of the plan; return the names of those that stand.

    Raises:
        OSError: a wall could not be raised.
    """
    _require_one_thread()
    walls = ["rlimits"]
    _limit(plan)
    if plan.uid is not None:
        _become(plan.uid, plan.processes)
        walls.insert(0, "uid")
    elif os.geteuid() == 0:
        _drop_capabilities()
    os.umask(0o077)
    os.chdir(plan.scratch)
    os.environ.clear()
    os.environ.update(HOME=plan.scratch, TMPDIR=plan.scratch, LANG="C.UTF-8")
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    _prctl(PR_SET_DUMPABLE, 0)
    if plan.landlock:
        _raise_landlock(plan)
        walls.insert(-1, "landlock")
    if plan.seccomp:
        _raise_seccomp()
        walls.insert(-1, "seccomp")
    return walls


def die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent ends."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def hide_memory() -> None:
    """Refuse other processes of the same user a look into this one's memory.

    Only Linux knows how.
    """
    if not sys.platform.startswith("linux"):
        return
    _prctl(PR_SET_DUMPABLE, 0)


def landlock_abi() -> int:
    """Return the version of Landlock this kernel offers, 0 for none."""
    version_flag = 1
    return max(
        0, int(_libc.syscall(LANDLOCK_CREATE, None, ctypes.c_size_t(0), version_flag))
    )


def filter_path() -> Path:
    """Return where the seccomp filter for this machine is, or would be."""
    return FILTERS / f"{platform.machine()}.bpf"


def _require_one_thread() -> None:
    count = len(list(Path("/proc/self/task").iterdir()))
    if count != 1:
        msg = f"expected one thread before the walls, found {count}"
        raise OSError(errno.EBUSY, msg)


def _limit(plan: WallPlan) -> None:
    pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    mebibyte = 1 << 20
    for limit, value in (
        (resource.RLIMIT_AS, pages * PAGE + plan.memory_mib * mebibyte),
        (resource.RLIMIT_CPU, plan.cpu_s),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, plan.open_files),
        (resource.RLIMIT_FSIZE, plan.file_mib * mebibyte),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        _lower(limit, value)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # an OSError instead of an end


def _lower(limit: int, value: int) -> None:
    """Set a limit; one that the operator has set lower stays as it is."""
    _, hard = resource.getrlimit(limit)
    lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (lowest, lowest))


def _become(uid: int, processes: int) -> None:
    try:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    except OSError as error:
        raise OSError(error.errno, f"becoming uid {uid}: {error.strerror}") from error
    die_with_parent()  # a change of uid clears it
    _lower(resource.RLIMIT_NPROC, processes)


def _drop_capabilities() -> None:
    """Leave uid 0 with none of its powers, where it cannot be left."""
    for capability in range(LAST_CAPABILITY + 1):
        _libc.prctl(PR_CAPBSET_DROP, ctypes.c_ulong(capability), *[_NOTHING] * 3)
    header = ctypes.create_string_buffer(struct.pack("<Ii", CAPABILITY_VERSION_3, 0))
    nothing = ctypes.create_string_buffer(24)
    _call("dropping root's powers", CAPSET, header, nothing)


def _raise_landlock(plan: WallPlan) -> None:
    abi = landlock_abi()
    rights = ABI_1_RIGHTS
    for since, right in ((2, REFER), (3, TRUNCATE), (5, IOCTL)):
        rights |= right if abi >= since else 0
    fields = [rights]
    if abi >= 4:  # noqa: PLR2004 - the ABI that brought TCP
        fields.append(TCP_BIND_AND_CONNECT)
    if abi >= 6:  # noqa: PLR2004 - the ABI that brought scopes
        fields.append(SCOPE_SOCKET_AND_SIGNAL)
    attributes = struct.pack(f"<{len(fields)}Q", *fields)
    ruleset = _call(
        "landlock",
        LANDLOCK_CREATE,
        ctypes.c_char_p(attributes),
        ctypes.c_size_t(len(attributes)),
        0,
    )
    for path in plan.readable:
        _allow(ruleset, path, EXECUTE | READ_FILE | READ_DIR)
    _allow(ruleset, plan.scratch, rights & ~(EXECUTE | MAKE_CHAR | MAKE_BLOCK))
    for path in ("/dev/null", "/dev/urandom"):
        _allow(ruleset, path, READ_FILE | WRITE_FILE)
    _call("landlock", LANDLOCK_RESTRICT, ruleset, 0)
    os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, PermissionError):
        return  # nothing there, or not for this user: nothing to allow
    if not os.path.isdir(path):  # noqa: PTH112 - no import machinery after the fork
        rights &= EXECUTE | READ_FILE | WRITE_FILE
    rule = struct.pack("<Qi", rights, descriptor)
    what = f"landlock, rule for {path!r}"
    _call(what, LANDLOCK_ADD, ruleset, RULE_PATH_BENEATH, ctypes.c_char_p(rule), 0)
    os.close(descriptor)


def _raise_seccomp() -> None:
    if not FILTER:
        msg = f"seccomp: expected a filter at {str(filter_path())!r}, found none"
        raise OSError(errno.ENOENT, msg)
    code = FILTER.replace(PID_PLACEHOLDER, struct.pack("<I", os.getpid()))
    buffer = ctypes.create_string_buffer(code, len(code))
    program = ctypes.create_string_buffer(
        struct.pack("@HP", len(code) // 8, ctypes.addressof(buffer))
    )
    _prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program)


def _prctl(option: int, value: int, pointer: object = _NOTHING) -> None:
    if _libc.prctl(option, ctypes.c_ulong(value), pointer, _NOTHING, _NOTHING) < 0:
        _fail(f"{PRCTL_NAMES[option]} (prctl {option})")


def _call(what: str, number: int, *arguments: object) -> int:
    result = _libc.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        _fail(f"{what} (system call {number})")
    return int(result)


def _fail(what: str) -> None:
    code = ctypes.get_errno()
    raise OSError(code, f"{what}: {os.strerror(code)}")


def _read_filter() -> bytes:
    path = filter_path()
    return path.read_bytes() if path.is_file() else b""


FILTER = _read_filter()  # read in the zygote: a worker behind Landlock could not
