"""Each wall, proven by an act that it alone stops."""

import os
import select
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.errors import StudentError, StudentException
from grader.judge.host import Host
from grader.judge.settings import JudgeSettings
from grader.sandbox.session import Module, Session
from grader.sandbox.tiers import WALLS, probe
from tests.sandbox.conftest import LIMITS

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the walls are Linux's"
)

SOURCE = """
import ctypes, fcntl, os, resource, signal, socket, subprocess, threading
import numpy as np

libc = ctypes.CDLL(None, use_errno=True)

def must(result):
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result

def read(path):
    return open(path).read()

def look(path):
    return sorted(os.listdir(path))

def write(path):
    open(path, "w").write("x")
    return True

def scratch():
    open("note.txt", "w").write("x")
    return open("note.txt").read()

def large_file():
    with open("large", "wb") as file:
        for _ in range(40):
            file.write(b"x" * 1_000_000)

def fork():
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return True

def run():
    return subprocess.run(["/bin/true"]).returncode

def tcp(port):
    socket.create_connection(("127.0.0.1", port), timeout=2).close()
    return True

def udp():
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    return True

def pair():
    socket.socketpair()
    return True

def kill(pid):
    os.kill(pid, 0)
    return True

def peek(pid):
    return len(open(f"/proc/{pid}/environ", "rb").read())

def trace(pid):
    return must(libc.ptrace(16, pid, 0, 0))

def outlive(word=0):
    return must(libc.prctl(ctypes.c_ulong(1 | word << 32), ctypes.c_ulong(0), 0, 0, 0))

def change_mode():
    open("mine", "w").close()
    os.chmod("mine", 0o777)
    return True

def empty():
    open("mine", "w").close()
    os.truncate("mine", 0)
    return True

def empty_by_reading():
    open("mine", "w").close()
    os.close(os.open("mine", os.O_RDONLY | os.O_TRUNC))
    return True

def own_signals():
    reading, writing = os.pipe()
    fcntl.fcntl(reading, fcntl.F_SETOWN, os.getppid())
    return True

def memfd():
    os.close(os.memfd_create("x"))
    return True

def unshare():
    return must(libc.unshare(0x10000000))

def uid():
    return os.getuid()

def become_root():
    os.setuid(0)
    return True

def descriptors():
    found = []
    for fd in range(256):
        try:
            os.fstat(fd)
            found.append(fd)
        except OSError:
            pass
    return found

def limit(name):
    return resource.getrlimit(getattr(resource, name))[0]

def thread():
    result = []
    made = threading.Thread(target=lambda: result.append(1))
    made.start()
    made.join()
    return result

def matmul():
    return float((np.ones((300, 300)) @ np.ones((300, 300))).sum())

def environment():
    return sorted(os.environ)

def inodes():
    return os.getpid(), os.getppid()
"""

MACHINE = probe()
Start = Callable[..., Module]


@pytest.fixture(scope="module")
def start() -> Iterator[Start]:
    """Start a worker behind this machine's walls, without those named."""
    hosts: dict[tuple[str, ...], Host] = {}
    sessions: list[Session] = []

    def begin(*without: str) -> Module:
        if without not in hosts:
            hosts[without] = Host(JudgeSettings(without=without)).__enter__()
        session = Session(
            hosts[without].starter(LIMITS), "answer.py", SOURCE.encode(), LIMITS
        )
        sessions.append(session)
        return Module(session)

    yield begin
    for session in sessions:
        session.renew()
    for host in hosts.values():
        host.__exit__(None, None, None)


def requires(*walls: str) -> pytest.MarkDecorator:
    """Skip where probing found that this machine lacks a wall."""
    missing = [wall for wall in walls if wall not in MACHINE.walls]
    reason = f"this machine cannot raise: {', '.join(missing)}"
    return pytest.mark.skipif(bool(missing), reason=reason)


@pytest.fixture
def secret(tmp_path: Path) -> str:
    """A file as readable as files can be, in folders anyone may pass."""
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    path = tmp_path / "hidden.py"
    path.write_text("seed = 7", encoding="utf-8")
    path.chmod(0o666)
    return str(path)


@requires("landlock")
def test_landlock_hides_a_world_readable_file(start: Start, secret: str) -> None:
    """Where neither the user nor the namespace would."""
    alone = start("bubblewrap", "uid")
    without = start("bubblewrap", "uid", "landlock")

    with pytest.raises(StudentException, match="PermissionError"):
        alone.read(secret)
    assert "seed = 7" == without.read(secret)


@requires("landlock")
def test_landlock_refuses_a_world_writable_file(start: Start, secret: str) -> None:
    """Results and suites cannot be changed."""
    alone = start("bubblewrap", "uid")
    without = start("bubblewrap", "uid", "landlock")

    with pytest.raises(StudentException, match="PermissionError"):
        alone.write(secret)
    assert without.write(secret)


@requires("bubblewrap")
def test_in_bubblewrap_a_hidden_file_does_not_exist(start: Start, secret: str) -> None:
    """Not even its name and size, which Landlock would tell."""
    boxed = start("landlock")

    with pytest.raises(StudentException, match="FileNotFoundError"):
        boxed.read(secret)


@requires("bubblewrap")
def test_in_bubblewrap_other_processes_do_not_exist(start: Start) -> None:
    """The process list is the sandbox's own."""
    boxed = start("landlock", "seccomp", "uid")
    unboxed = start("bubblewrap", "landlock", "seccomp", "uid")

    with pytest.raises(StudentException, match="FileNotFoundError|ProcessLookupError"):
        boxed.peek(os.getpid())
    assert str(os.getpid()) in unboxed.look("/proc")


@requires("uid")
def test_the_worker_is_a_user_of_its_own(start: Start) -> None:
    """And cannot become root again."""
    student = start("seccomp")

    assert 61184 <= student.uid() < 65280
    with pytest.raises(StudentException, match="PermissionError"):
        student.become_root()


@requires("uid")
def test_two_workers_are_two_users(start: Start) -> None:
    """So that one cannot touch what the other left."""
    assert start().uid() != start().uid()


@requires("seccomp")
@pytest.mark.parametrize(
    "act",
    [
        "fork",
        "run",
        "udp",
        "pair",
        "change_mode",
        "memfd",
        "empty",
        "empty_by_reading",
        "own_signals",
    ],
)
def test_seccomp_refuses(start: Start, act: str) -> None:
    """New processes, sockets, other modes: an error there, possible without it."""
    alone = start("bubblewrap", "uid", "landlock")
    without = start("bubblewrap", "uid", "landlock", "seccomp")

    with pytest.raises(StudentException, match="PermissionError"):
        getattr(alone, act)()
    assert getattr(without, act)() in (True, 0)


@requires("seccomp")
@pytest.mark.parametrize("word", [0, 1], ids=["plain", "high-word-set"])
def test_seccomp_keeps_the_worker_tied_to_its_parent(start: Start, word: int) -> None:
    """Also when the option hides behind bits the kernel does not read."""
    alone = start("bubblewrap", "uid", "landlock")
    without = start("bubblewrap", "uid", "landlock", "seccomp")

    with pytest.raises(StudentException, match="PermissionError"):
        alone.outlive(word)
    assert 0 == without.outlive(word)


@requires("seccomp")
@pytest.mark.parametrize("act", ["kill", "trace"])
def test_seccomp_refuses_to_touch_other_processes(start: Start, act: str) -> None:
    """The zygote is the nearest; the judge is one of the same user."""
    alone = start("bubblewrap", "uid", "landlock")
    _, parent = alone.inodes()

    with pytest.raises(StudentException, match="PermissionError"):
        getattr(alone, act)(parent)


@requires("landlock")
def test_landlock_refuses_tcp(start: Start) -> None:
    """No network, even where sockets could be made."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        alone = start("bubblewrap", "uid", "seccomp")
        without = start("bubblewrap", "uid", "seccomp", "landlock")

        with pytest.raises(StudentException, match="PermissionError"):
            alone.tcp(port)
        assert without.tcp(port)


@pytest.mark.parametrize(
    "without", [(), ("bubblewrap",), ("bubblewrap", "uid")], ids=str
)
def test_honest_code_works_behind_all_walls(
    start: Start, without: tuple[str, ...]
) -> None:
    """Its own folder, threads, and linear algebra."""
    student = start(*without)

    assert "x" == student.scratch()
    assert [1] == student.thread()
    assert 300.0**3 == student.matmul()


def test_nothing_else_is_open_or_told(start: Start) -> None:
    """Four descriptors, and an environment that names nobody."""
    student = start()

    assert [0, 1, 2, 3] == student.descriptors()
    assert ["HOME", "LANG", "TMPDIR"] == student.environment()


def test_files_are_limited(start: Start) -> None:
    """A disk cannot be filled by one write."""
    with pytest.raises(StudentException, match="File too large"):
        start().large_file()


@pytest.mark.parametrize(("name", "value"), [("RLIMIT_CORE", 0), ("RLIMIT_NOFILE", 64)])
def test_limits_hold(start: Start, name: str, value: int) -> None:
    """No core dump of inputs, no thousand descriptors."""
    assert value == start().limit(name)


def test_scratch_folders_are_gone_afterwards(start: Start) -> None:
    """Nothing a submission wrote survives it."""
    with Host(JudgeSettings()) as host:
        session = Session(host.starter(LIMITS), "answer.py", SOURCE.encode(), LIMITS)
        Module(session).scratch()
        spool = Path(host._spool)
        inside = list(spool.iterdir())
        session.renew()

        assert 1 == len(inside)
        assert [] == list(spool.iterdir())
    assert not spool.exists()


def test_workers_hold_nothing_of_the_judge(start: Start) -> None:
    """The zygote is exec'd: what the judge knows is in no memory of a worker."""
    marker = "expected-value-" + str(os.getpid())
    kept = [marker + str(i) for i in range(1000)]
    source = (
        "def hunt(head, tail):\n"
        "    found = 0\n"
        "    for line in open('/proc/self/maps'):\n"
        "        span, mode = line.split()[:2]\n"
        "        if not mode.startswith('rw') or '[v' in line: continue\n"
        "        low, high = (int(x, 16) for x in span.split('-'))\n"
        "        with open('/proc/self/mem', 'rb', 0) as memory:\n"
        "            memory.seek(low)\n"
        "            found += memory.read(high - low).count((head + tail).encode())\n"
        "    return found\n"
    )
    with Host(JudgeSettings(without=WALLS[:3])) as host:
        session = Session(host.starter(LIMITS), "answer.py", source.encode(), LIMITS)
        try:
            found = Module(session).hunt(marker[:8], marker[8:])
        except StudentError as error:
            pytest.skip(f"this machine does not let a worker scan itself: {error}")
        session.renew()

    assert kept
    assert 3 > found  # the hunter's own copies of what it looks for


def test_workers_end_with_their_zygote() -> None:
    """A killed judge takes its zygote with it, and that its workers."""
    with Host(JudgeSettings()) as host:
        session = Session(host.starter(LIMITS), "answer.py", SOURCE.encode(), LIMITS)
        Module(session).uid()
        process = session._line.worker._process  # type: ignore[union-attr]
        assert host._zygote is not None
        host._zygote.close()

        ended, _, _ = select.select([process._pidfd], [], [], 5.0)  # type: ignore[attr-defined]
        session.renew()

    assert ended


def test_a_zygote_that_ended_is_replaced() -> None:
    """One that the system killed costs the check in hand, not the batch."""
    with Host(JudgeSettings()) as host:
        session = Session(host.starter(LIMITS), "answer.py", SOURCE.encode(), LIMITS)
        Module(session).uid()
        assert host._zygote is not None
        host._zygote.close()
        session.renew()

        assert 300.0**3 == Module(session).matmul()
        session.renew()
