"""Make the seccomp filters that the sandbox ships, with libseccomp.

A development-time tool: `python tools/make_seccomp_filters.py` writes
`grader/sandbox/filters/<machine>.bpf`. At run time the filter is loaded by one
prctl and libseccomp is not needed. The rules are those of step 14 of the order
in which walls go up: no new process, no socket, no look at another process, no
change of owner or mode, nothing that widens what the kernel offers.

A filter holds PID in place of the worker's process id, which is patched in.
"""

import ctypes
import errno
import os
import sys
import tempfile
from pathlib import Path

PID = 0x5A5A5A5A
FILTERS = Path(__file__).parent.parent / "grader" / "sandbox" / "filters"
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

ALLOW = 0x7FFF0000
REFUSE = 0x00050000  # | errno
NOT_EQUAL, MASKED_EQUAL = 1, 7
LOW_WORD = 0xFFFFFFFF

PR_SET_PDEATHSIG = 1
CLONE_THREAD = 0x10000

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
chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat
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


# Refused for some arguments only: (call, errno, comparisons that must all hold).
CONDITIONAL = (
    ("clone3", errno.ENOSYS, ()),  # libc falls back to clone
    ("clone", errno.EPERM, (Comparison(0, MASKED_EQUAL, CLONE_THREAD, 0),)),
    ("kill", errno.EPERM, (Comparison(0, NOT_EQUAL, PID, 0),)),
    ("tgkill", errno.EPERM, (Comparison(0, NOT_EQUAL, PID, 0),)),
    # The kernel reads 32 bits of the option, so no more may be compared.
    ("prctl", errno.EPERM, (Comparison(0, MASKED_EQUAL, LOW_WORD, PR_SET_PDEATHSIG),)),
    ("prlimit64", errno.EPERM, (Comparison(0, NOT_EQUAL, 0, 0),)),
)


class Library:
    """libseccomp, as far as it is needed here."""

    def __init__(self) -> None:
        """Load it; OSError where it is not installed."""
        self._library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
        self._library.seccomp_init.restype = ctypes.c_void_p
        self._library.seccomp_init.argtypes = (ctypes.c_uint32,)
        self._library.seccomp_arch_native.restype = ctypes.c_uint32

    def filter(self, token: int) -> bytes:
        """Return the filter for one architecture as BPF instructions."""
        context = ctypes.c_void_p(self._library.seccomp_init(ALLOW))
        native = self._library.seccomp_arch_native()
        if token != native:
            self._must(self._library.seccomp_arch_add(context, token))
            self._must(self._library.seccomp_arch_remove(context, native))
        for name in REFUSED:
            self._refuse(context, token, name, errno.EPERM, ())
        for name, code, comparisons in CONDITIONAL:
            self._refuse(context, token, name, code, comparisons)
        data = self._export(context)
        self._library.seccomp_release(context)
        return data

    def _refuse(
        self,
        context: ctypes.c_void_p,
        token: int,
        name: str,
        code: int,
        comparisons: tuple[Comparison, ...],
    ) -> None:
        number = self._library.seccomp_syscall_resolve_name_arch(token, name.encode())
        if number < 0:  # this architecture, or this libseccomp, does not know it
            return
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
