"""Make the seccomp filters that the sandbox ships, with libseccomp.

A development-time tool: `python tools/make_seccomp_filters.py` writes
`grader/sandbox/filters/<machine>.bpf`. At run time the filter is loaded by one
prctl and libseccomp is not needed. The rules are those of step 14 of the order
in which walls go up: no new process, no socket, no look at another process, no
change of owner or mode, nothing that widens what the kernel offers.

A filter holds PID in place of the worker's process id, which is patched in.
Calls that are younger than these rules do not exist for a worker: whatever they
do, the C library has a way without them.
"""

import ctypes
import errno
import os
import struct
import sys
import tempfile
from pathlib import Path

PID = 0x5A5A5A5A
MADE_WITH = "2.5.4"
FILTERS = Path(__file__).parent.parent / "grader" / "sandbox" / "filters"
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

ALLOW = 0x7FFF0000
REFUSE = 0x00050000  # | errno
ACTION_OF_FOREIGN_CALLS = 2  # libseccomp's attribute: i386 and x32 on x86_64
NOT_EQUAL, MASKED_EQUAL = 1, 7
LOW_WORD = 0xFFFFFFFF

PR_SET_PDEATHSIG = 1
CLONE_THREAD = 0x10000
# Whoever owns a descriptor is sent its signals, SIGKILL if that is asked for.
F_SETOWN, F_SETSIG, F_SETOWN_EX = 8, 10, 15
FIOSETOWN, SIOCSPGRP = 0x8901, 0x8902
ACCESS_MODE, READ_ONLY, NEITHER, TRUNCATE = 3, 0, 3, 0o1000

# Linux 6.12 knows no call from this number on, and numbers are never reused.
FIRST_UNKNOWN = 463
LOAD_NUMBER = (0x20, 0, 0, 0)  # of the call; the first word that a filter sees
SKIP_IF_BELOW, RETURN = 0x35, 0x06
UNKNOWN_NAME = -1  # other negative numbers stand for calls of other machines

# Refused whatever the arguments. Grouped by what they would let a worker do.
REFUSED = """
execve execveat fork vfork
socket socketpair connect bind listen accept accept4
ptrace process_vm_readv process_vm_writev kcmp pidfd_open pidfd_getfd
pidfd_send_signal process_madvise tkill rt_sigqueueinfo rt_tgsigqueueinfo
mount umount2 pivot_root chroot unshare setns open_tree move_mount fsopen fsconfig
fsmount fspick mount_setattr
bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register
keyctl add_key request_key
shmget shmat shmctl semget semop semctl semtimedop msgget msgsnd msgrcv msgctl
mq_open mq_unlink memfd_create memfd_secret
inotify_init inotify_init1 inotify_add_watch fanotify_init fanotify_mark
truncate chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat
utime utimes utimensat futimesat
setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr
setuid setgid setreuid setregid setresuid setresgid setgroups setfsuid setfsgid
capset personality
init_module finit_module delete_module kexec_load kexec_file_load reboot
swapon swapoff acct quotactl settimeofday clock_settime clock_adjtime adjtimex
sethostname setdomainname syslog vhangup ioperm iopl modify_ldt
open_by_handle_at name_to_handle_at lookup_dcookie nfsservctl
landlock_create_ruleset landlock_add_rule landlock_restrict_self seccomp
""".split()  # noqa: SIM905 - a table reads better than a list


class Comparison(ctypes.Structure):
    """libseccomp's `struct scmp_arg_cmp`."""

    _fields_ = (
        ("arg", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("datum_a", ctypes.c_uint64),
        ("datum_b", ctypes.c_uint64),
    )


def only(argument: int, value: int, mask: int = LOW_WORD) -> tuple[Comparison, ...]:
    """Match a 32-bit argument; the kernel ignores its high word, so must we."""
    return (Comparison(argument, MASKED_EQUAL, mask, value),)


def anything_but(argument: int, value: int) -> tuple[Comparison, ...]:
    """Match every other value, whatever its high word."""
    return (Comparison(argument, NOT_EQUAL, value, 0),)


# Refused for some arguments only: (call, errno, comparisons that must all hold).
CONDITIONAL = (
    ("clone3", errno.ENOSYS, ()),  # libc falls back to clone
    ("clone", errno.EPERM, only(0, 0, mask=CLONE_THREAD)),
    ("kill", errno.EPERM, anything_but(0, PID)),
    ("tgkill", errno.EPERM, anything_but(0, PID)),
    ("prctl", errno.EPERM, only(0, PR_SET_PDEATHSIG)),
    ("prlimit64", errno.EPERM, anything_but(0, 0)),
    *(("fcntl", errno.EPERM, only(1, x)) for x in (F_SETOWN, F_SETSIG, F_SETOWN_EX)),
    *(("ioctl", errno.EPERM, only(1, x)) for x in (FIOSETOWN, SIOCSPGRP)),
    # Landlock before ABI 3 lets a file be emptied that may not be written.
    *(
        (call, errno.EPERM, only(place, access | TRUNCATE, ACCESS_MODE | TRUNCATE))
        for call, place in (("open", 1), ("openat", 2))
        for access in (READ_ONLY, NEITHER)
    ),
    ("openat2", errno.ENOSYS, ()),  # its flags are out of a filter's sight
)


class Library:
    """libseccomp, as far as it is needed here."""

    def __init__(self) -> None:
        """Load it; OSError where it is not installed."""
        self._library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
        self._library.seccomp_init.restype = ctypes.c_void_p
        self._library.seccomp_init.argtypes = (ctypes.c_uint32,)
        self._library.seccomp_arch_native.restype = ctypes.c_uint32
        self._library.seccomp_attr_set.argtypes = (
            ctypes.c_void_p,
            ctypes.c_int,
            ctypes.c_uint32,
        )

    def version(self) -> str:
        """Return the release of libseccomp; another may order instructions anew."""
        self._library.seccomp_version.restype = ctypes.POINTER(ctypes.c_uint * 3)
        return ".".join(map(str, self._library.seccomp_version().contents))

    def filter(self, token: int) -> bytes:
        """Return the filter for one architecture as BPF instructions."""
        context = ctypes.c_void_p(self._library.seccomp_init(ALLOW))
        native = self._library.seccomp_arch_native()
        if token != native:
            self._must(self._library.seccomp_arch_add(context, token))
            self._must(self._library.seccomp_arch_remove(context, native))
        self._must(
            self._library.seccomp_attr_set(
                context, ACTION_OF_FOREIGN_CALLS, REFUSE | errno.EPERM
            )
        )
        for name in REFUSED:
            self._refuse(context, name, errno.EPERM, ())
        for name, code, comparisons in CONDITIONAL:
            self._refuse(context, name, code, comparisons)
        data = self._export(context)
        self._library.seccomp_release(context)
        return unknown_calls() + data

    def _refuse(
        self,
        context: ctypes.c_void_p,
        name: str,
        code: int,
        comparisons: tuple[Comparison, ...],
    ) -> None:
        # A rule takes the number of this machine, whatever the filter is for;
        # libseccomp translates it, and passes over what the other does not have.
        number = self._library.seccomp_syscall_resolve_name(name.encode())
        if number == UNKNOWN_NAME:
            msg = f"libseccomp does not know the call {name!r}; use 2.5.4 or newer."
            raise LookupError(msg)
        array = (Comparison * len(comparisons))(*comparisons)
        self._must(
            self._library.seccomp_rule_add_array(
                context, REFUSE | code, number, len(comparisons), array
            )
        )

    def _export(self, context: ctypes.c_void_p) -> bytes:
        with tempfile.TemporaryFile() as file:
            self._must(self._library.seccomp_export_bpf(context, file.fileno()))
            file.seek(0)
            return file.read()

    @staticmethod
    def _must(result: int) -> None:
        if result < 0:
            raise OSError(-result, os.strerror(-result))


def unknown_calls() -> bytes:
    """Return the instructions that go first: unknown calls do not exist."""
    program = (
        LOAD_NUMBER,
        (SKIP_IF_BELOW, 0, 1, FIRST_UNKNOWN),
        (RETURN, 0, 0, REFUSE | errno.ENOSYS),
    )
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in program)


def make() -> dict[str, bytes]:
    """Return the filter of each architecture."""
    library = Library()
    return {name: library.filter(token) for name, token in ARCHITECTURES.items()}


def main() -> None:
    """Write the filters and say how long each is."""
    FILTERS.mkdir(exist_ok=True)
    for name, data in make().items():
        path = FILTERS / f"{name}.bpf"
        path.write_bytes(data)
        sys.stdout.write(f"{path.name}: {len(data)} bytes\n")


if __name__ == "__main__":
    main()
