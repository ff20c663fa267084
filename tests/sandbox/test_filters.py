"""The shipped seccomp filters refuse what they must, on each processor."""

import errno
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from grader.sandbox import walls
from tests.sandbox.filter_machine import SystemCall, answer

ROOT = Path(__file__).parent.parent.parent
X86_64, AARCH64, I386 = 0xC000003E, 0xC00000B7, 0x40000003
TOKENS = {"x86_64": X86_64, "aarch64": AARCH64}
PID = 0x5A5A5A5A  # stands for the worker's in a filter as it is shipped
HIGH = 1 << 32  # bits that the kernel does not read

# From the kernel's tables, not from libseccomp: name, x86_64, aarch64.
REFUSED = [
    ("execve", 59, 221),
    ("execveat", 322, 281),
    ("fork", 57, None),
    ("vfork", 58, None),
    ("socket", 41, 198),
    ("socketpair", 53, 199),
    ("bind", 49, 200),
    ("connect", 42, 203),
    ("accept4", 288, 242),
    ("ptrace", 101, 117),
    ("process_vm_readv", 310, 270),
    ("tkill", 200, 130),
    ("pidfd_open", 434, 434),
    ("pidfd_send_signal", 424, 424),
    ("rt_sigqueueinfo", 129, 138),
    ("mount", 165, 40),
    ("umount2", 166, 39),
    ("chroot", 161, 51),
    ("unshare", 272, 97),
    ("setns", 308, 268),
    ("bpf", 321, 280),
    ("perf_event_open", 298, 241),
    ("io_uring_setup", 425, 425),
    ("userfaultfd", 323, 282),
    ("keyctl", 250, 219),
    ("shmget", 29, 194),
    ("semget", 64, 190),
    ("msgget", 68, 186),
    ("mq_open", 240, 180),
    ("memfd_create", 319, 279),
    ("memfd_secret", 447, 447),
    ("inotify_init1", 294, 26),
    ("chmod", 90, None),
    ("fchmod", 91, 52),
    ("fchmodat", 268, 53),
    ("fchmodat2", 452, 452),
    ("fchownat", 260, 54),
    ("utimensat", 280, 88),
    ("setxattr", 188, 5),
    ("fremovexattr", 199, 16),
    ("truncate", 76, 45),
    ("setuid", 105, 146),
    ("setgid", 106, 144),
    ("setresuid", 117, 147),
    ("setgroups", 116, 159),
    ("capset", 126, 91),
    ("seccomp", 317, 277),
]
ALLOWED = [
    ("read", 0, 63),
    ("write", 1, 64),
    ("fstat", 5, 80),
    ("newfstatat", 262, 79),
    ("mmap", 9, 222),
    ("munmap", 11, 215),
    ("mprotect", 10, 226),
    ("brk", 12, 214),
    ("rt_sigreturn", 15, 139),
    ("rt_sigprocmask", 14, 135),
    ("sendmsg", 46, 211),
    ("recvfrom", 45, 207),
    ("futex", 202, 98),
    ("set_robust_list", 273, 99),
    ("set_tid_address", 218, 96),
    ("getpid", 39, 172),
    ("gettid", 186, 178),
    ("exit", 60, 93),
    ("exit_group", 231, 94),
    ("clock_gettime", 228, 113),
    ("getrandom", 318, 278),
    ("sched_getaffinity", 204, 123),
    ("unlinkat", 263, 35),
    ("getdents64", 217, 61),
    ("ftruncate", 77, 46),
]
CONDITIONAL = [
    ("clone-process", (56, 220), (17,), errno.EPERM),
    ("clone-namespace", (56, 220), (0x10000000,), errno.EPERM),
    ("clone-thread", (56, 220), (0x3D0F00,), None),
    ("clone3", (435, 435), (), errno.ENOSYS),
    ("kill-itself", (62, 129), (PID, 9), None),
    ("kill-other", (62, 129), (1, 9), errno.EPERM),
    ("kill-group", (62, 129), (0, 9), errno.EPERM),
    ("kill-all", (62, 129), (2**64 - 1, 9), errno.EPERM),
    ("tgkill-itself", (234, 131), (PID, PID, 6), None),
    ("tgkill-other", (234, 131), (1, 1, 9), errno.EPERM),
    ("prctl-parent-death", (157, 167), (1, 0), errno.EPERM),
    ("prctl-parent-death-high", (157, 167), (1 | HIGH, 0), errno.EPERM),
    ("prctl-name", (157, 167), (15,), None),
    ("prlimit-itself", (302, 261), (0, 7), None),
    ("prlimit-other", (302, 261), (1, 7), errno.EPERM),
    ("fcntl-get-flags", (72, 25), (3, 3), None),
    ("fcntl-owner", (72, 25), (3, 8), errno.EPERM),
    ("fcntl-owner-high", (72, 25), (3, 8 | HIGH), errno.EPERM),
    ("fcntl-owner-ex", (72, 25), (3, 15), errno.EPERM),
    ("fcntl-signal", (72, 25), (3, 10), errno.EPERM),
    ("ioctl-owner", (16, 29), (3, 0x8901), errno.EPERM),
    ("ioctl-group", (16, 29), (3, 0x8902), errno.EPERM),
    ("ioctl-bytes-waiting", (16, 29), (3, 0x541B), None),
    ("openat-read", (257, 56), (0, 0, 0o2000000), None),
    ("openat-write", (257, 56), (0, 0, 0o1101), None),
    ("openat-empty-read", (257, 56), (0, 0, 0o1000), errno.EPERM),
    ("openat-empty-neither", (257, 56), (0, 0, 0o1003), errno.EPERM),
    ("openat2", (437, 437), (), errno.ENOSYS),
    ("setxattrat-or-younger", (463, 463), (), errno.ENOSYS),
    ("youngest", (0x3FFFFFFF, 0x3FFFFFFF), (), errno.ENOSYS),
]


def shipped(machine: str) -> bytes:
    """Return the filter for a processor."""
    return (walls.FILTERS / f"{machine}.bpf").read_bytes()


def on_each(table: Sequence[tuple[str, int, int | None]]) -> list[object]:
    """Return a case for each call of each processor that has it."""
    return [
        pytest.param(machine, number, id=f"{machine}-{name}")
        for name, *numbers in table
        for machine, number in zip(TOKENS, numbers, strict=True)
        if number is not None
    ]


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """The development-time tool."""
    path = ROOT / "tools" / "make_seccomp_filters.py"
    spec = importlib.util.spec_from_file_location("make_seccomp_filters", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def made(maker: ModuleType) -> dict[str, bytes]:
    """The filters that libseccomp makes here, of the release we ship from."""
    try:
        version = maker.Library().version()
    except OSError as error:
        pytest.skip(f"libseccomp cannot be loaded here: {error}")
    if version != maker.MADE_WITH:
        pytest.skip(f"libseccomp is {version} here, not {maker.MADE_WITH}")
    filters: dict[str, bytes] = maker.make()
    return filters


@pytest.mark.parametrize("machine", TOKENS)
def test_the_shipped_filter_is_the_generated_one(
    made: dict[str, bytes], machine: str
) -> None:
    """A filter that was edited, or rules that were not compiled, are seen."""
    assert made[machine] == shipped(machine)


@pytest.mark.parametrize(("machine", "number"), on_each(REFUSED))
def test_a_filter_refuses(machine: str, number: int) -> None:
    """Also on the processor that the tests do not run on."""
    call = SystemCall(TOKENS[machine], number)

    assert errno.EPERM == answer(shipped(machine), call)


@pytest.mark.parametrize(("machine", "number"), on_each(ALLOWED))
def test_a_filter_lets_honest_code_through(machine: str, number: int) -> None:
    """Files, memory, threads and the end of a process."""
    call = SystemCall(TOKENS[machine], number)

    assert answer(shipped(machine), call) is None


@pytest.mark.parametrize("machine", TOKENS)
@pytest.mark.parametrize(
    ("numbers", "arguments", "code"),
    [case[1:] for case in CONDITIONAL],
    ids=[case[0] for case in CONDITIONAL],
)
def test_a_filter_looks_at_arguments(
    machine: str, numbers: tuple[int, int], arguments: tuple[int, ...], code: int | None
) -> None:
    """Threads but not processes, itself but not others."""
    number = dict(zip(TOKENS, numbers, strict=True))[machine]
    call = SystemCall(TOKENS[machine], number, arguments)

    assert code == answer(shipped(machine), call)


@pytest.mark.parametrize(
    ("machine", "call"),
    [
        ("x86_64", SystemCall(I386, 3)),
        ("x86_64", SystemCall(AARCH64, 63)),
        ("x86_64", SystemCall(X86_64, 0x40000000 + 59)),
        ("aarch64", SystemCall(X86_64, 0)),
    ],
    ids=["i386", "aarch64-on-x86_64", "x32", "x86_64-on-aarch64"],
)
def test_a_filter_refuses_the_numbers_of_another_machine(
    machine: str, call: SystemCall
) -> None:
    """They would mean other calls: i386's 3 is a read, and its 11 an exec."""
    assert answer(shipped(machine), call) is not None


@pytest.mark.parametrize("machine", TOKENS)
def test_a_filter_has_a_place_for_the_workers_pid(machine: str) -> None:
    """It may signal itself and nobody else: kill and tgkill."""
    assert 0 == len(shipped(machine)) % 8
    assert 1 == shipped(machine).count(walls.PID_PLACEHOLDER)


def test_a_call_that_libseccomp_does_not_know_is_not_passed_over(
    maker: ModuleType, monkeypatch: pytest.MonkeyPatch, made: dict[str, bytes]
) -> None:
    """A filter made with an old libseccomp would lack the rule, and say nothing."""
    monkeypatch.setattr(maker, "REFUSED", ["execve", "no_such_call"])

    with pytest.raises(LookupError) as caught:
        maker.make()

    assert made
    assert (
        "libseccomp does not know the call 'no_such_call'; use 2.5.4 or newer."
        == str(caught.value)
    )
