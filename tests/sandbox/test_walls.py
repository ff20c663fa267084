"""Each wall, proven by an act that it alone stops."""

import os
import socket
from pathlib import Path

import pytest

from grader.errors import StudentException
from tests.sandbox.conftest import Act, linux_only, requires

pytestmark = linux_only


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
def test_landlock_hides_a_world_readable_file(start: Act, secret: str) -> None:
    """Where neither the user nor the namespace would."""
    alone = start("bubblewrap", "uid")
    without = start("bubblewrap", "uid", "landlock")

    with pytest.raises(StudentException, match="PermissionError"):
        alone.read(secret)
    assert "seed = 7" == without.read(secret)


@requires("landlock")
def test_landlock_refuses_a_world_writable_file(start: Act, secret: str) -> None:
    """Results and suites cannot be changed."""
    alone = start("bubblewrap", "uid")
    without = start("bubblewrap", "uid", "landlock")

    with pytest.raises(StudentException, match="PermissionError"):
        alone.write(secret)
    assert without.write(secret)


@requires("bubblewrap")
def test_in_bubblewrap_a_hidden_file_does_not_exist(start: Act, secret: str) -> None:
    """Not even its name and size, which Landlock would tell."""
    boxed = start("landlock")

    with pytest.raises(StudentException, match="FileNotFoundError"):
        boxed.read(secret)


@requires("bubblewrap")
def test_in_bubblewrap_other_processes_do_not_exist(start: Act) -> None:
    """The process list is the sandbox's own."""
    boxed = start("landlock", "seccomp", "uid")
    unboxed = start("bubblewrap", "landlock", "seccomp", "uid")

    with pytest.raises(StudentException, match=r"FileNotFoundError|ProcessLookupError"):
        boxed.peek(os.getpid())
    assert str(os.getpid()) in unboxed.look("/proc")


@requires("uid")
def test_the_worker_is_a_user_of_its_own(start: Act) -> None:
    """And cannot become root again."""
    student = start("seccomp")

    assert 61184 <= student.uid() < 65280
    with pytest.raises(StudentException, match="PermissionError"):
        student.become_root()


@requires("uid", without=("bubblewrap", "landlock"))
def test_a_user_of_its_own_may_not_read_what_is_the_judges(
    start: Act, secret: str
) -> None:
    """Where a suite is closed to others, and nothing else guards it."""
    alone = start("bubblewrap", "landlock")
    without = start("bubblewrap", "landlock", "uid")
    Path(secret).chmod(0o600)

    with pytest.raises(StudentException, match="PermissionError"):
        alone.read(secret)
    assert "seed = 7" == without.read(secret)


@requires("uid")
def test_two_workers_are_two_users(start: Act) -> None:
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
        "change_time",
        "memfd",
        "empty",
        "empty_by_reading",
        "own_signals",
        "trace",
    ],
)
def test_seccomp_refuses(start: Act, act: str) -> None:
    """New processes, sockets, other modes: an error there, possible without it."""
    alone = start("bubblewrap", "uid", "landlock")
    without = start("bubblewrap", "uid", "landlock", "seccomp")

    with pytest.raises(StudentException, match="PermissionError"):
        getattr(alone, act)()
    assert getattr(without, act)()


@requires("seccomp")
@pytest.mark.parametrize("word", [0, 1], ids=["plain", "high-word-set"])
def test_seccomp_keeps_the_worker_tied_to_its_parent(start: Act, word: int) -> None:
    """Also when the option hides behind bits the kernel does not read."""
    alone = start("bubblewrap", "uid", "landlock")
    without = start("bubblewrap", "uid", "landlock", "seccomp")

    with pytest.raises(StudentException, match="PermissionError"):
        alone.outlive(word)
    assert without.outlive(word)


@requires("seccomp")
def test_seccomp_refuses_to_signal_other_processes(start: Act) -> None:
    """The zygote is the nearest; the judge is one of the same user."""
    alone = start("bubblewrap", "uid", "landlock")
    without = start("bubblewrap", "uid", "landlock", "seccomp")

    with pytest.raises(StudentException, match="PermissionError"):
        alone.kill(alone.processes()[1])
    assert without.kill(without.processes()[1])
    assert alone.stop_itself()


@requires("landlock")
def test_landlock_refuses_tcp(start: Act) -> None:
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
    start: Act, without: tuple[str, ...]
) -> None:
    """Its own folder, threads, and linear algebra."""
    student = start(*without)

    assert "x" == student.scratch()
    assert [1] == student.thread()
    assert 300.0**3 == student.matmul()
