"""What a worker holds and may use, and that nothing of it is left."""

import os
import tempfile
from pathlib import Path

import pytest

from grader.errors import StudentError, StudentException
from grader.judge.host import Host
from grader.judge.settings import JudgeSettings
from grader.sandbox.processes import PYTHON, Zygote
from grader.sandbox.session import Module, Session
from grader.sandbox.tiers import WALLS
from grader.sandbox.walls import WallPlan
from tests.sandbox.conftest import ACTS, LIMITS, Act, linux_only

pytestmark = linux_only


def test_nothing_else_is_open_or_told(start: Act) -> None:
    """Four descriptors, and an environment that names nobody."""
    student = start()

    assert [0, 1, 2, 3] == student.descriptors()
    assert ["HOME", "LANG", "TMPDIR"] == student.environment()


def test_files_are_limited(start: Act) -> None:
    """A disk cannot be filled by one write."""
    with pytest.raises(StudentException, match="File too large"):
        start().large_file()


@pytest.mark.parametrize(("name", "value"), [("RLIMIT_CORE", 0), ("RLIMIT_NOFILE", 64)])
def test_limits_hold(start: Act, name: str, value: int) -> None:
    """No core dump of inputs, no thousand descriptors."""
    assert value == start().limit(name)


def test_scratch_folders_are_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing a submission wrote survives it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)

    with Host(JudgeSettings()) as host:
        session = Session(host.starter(LIMITS), "answer.py", ACTS, LIMITS)
        Module(session).scratch()
        during = list(tmp_path.glob("*/*"))
        session.renew()
        after = list(tmp_path.glob("*/*"))

    assert (1, []) == (len(during), after)
    assert [] == list(tmp_path.iterdir())


def test_workers_hold_nothing_of_the_judge() -> None:
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
        finally:
            session.renew()

    assert kept
    assert 3 > found  # the hunter's own copies of what it looks for


def test_workers_end_with_their_zygote(tmp_path: Path) -> None:
    """A killed judge takes its zygote with it, and that its workers."""
    plan = WallPlan(
        landlock=False,
        seccomp=False,
        uid=None,
        readable=(),
        scratch=str(tmp_path),
        memory_mib=256,
        cpu_s=5,
        file_mib=1,
    )
    zygote = Zygote([*PYTHON, "-m", "grader.sandbox.zygote"])
    process = zygote.start(plan, output_bytes=1000)
    session = Session(lambda: process, "answer.py", ACTS, LIMITS)
    Module(session).uid()

    zygote.close()
    process.socket.settimeout(5.0)

    assert b"" == process.socket.recv(1)  # its end of the channel is gone
    session.renew()


def test_a_zygote_that_ended_is_replaced() -> None:
    """One that the system killed costs the check in hand, not the batch."""
    with Host(JudgeSettings()) as host:
        session = Session(host.starter(LIMITS), "answer.py", ACTS, LIMITS)
        Module(session).uid()
        zygote = host._zygote  # within a box its pid is not ours to see
        assert zygote is not None

        zygote.close()
        session.renew()

        assert 300.0**3 == Module(session).matmul()
        session.renew()
