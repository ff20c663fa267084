"""How a process is said to have ended, and what is left of it."""

import os
import shutil
import signal
import socket
import threading
from pathlib import Path

import pytest

from grader.errors import GraderFault
from grader.sandbox import processes


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (0, "it ended its process with exit code 0"),
        (3, "it ended its process with exit code 3"),
        (
            -signal.SIGSEGV,
            (
                "the Python process of this code was killed by a segmentation fault "
                "(SIGSEGV)"
            ),
        ),
        (-signal.SIGKILL, "the Python process of this code was killed by SIGKILL"),
        (-60, "the Python process of this code was killed by signal 60"),
    ],
    ids=["zero", "three", "a fault", "known-signal", "other-signal"],
)
def test_an_end_is_told_by_its_code(code: int, text: str) -> None:
    """Named where the system has a name."""
    assert text == processes.describe_end(code)


def test_a_folder_without_rights_is_removed(tmp_path: Path) -> None:
    """Code may take the rights from what it leaves, at any depth."""
    scratch = tmp_path / "scratch"
    inner = scratch / "inner" / "deep"
    inner.mkdir(parents=True)
    (inner / "file").write_text("x")
    (scratch / "link").symlink_to(tmp_path)
    for folder in (inner, inner.parent, scratch):
        folder.chmod(0)

    processes.remove_tree(str(scratch))

    assert [] == list(tmp_path.iterdir())


def test_what_cannot_be_removed_at_first_is_unlocked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever may remove anything, as root may, still takes this way once."""
    (tmp_path / "scratch" / "inner").mkdir(parents=True)
    (tmp_path / "scratch" / "file").write_text("x")
    remove = shutil.rmtree
    calls: list[bool] = []

    def reluctant(folder: str, *, ignore_errors: bool = False) -> None:
        calls.append(ignore_errors)
        if not ignore_errors:
            remove(folder)

    monkeypatch.setattr(shutil, "rmtree", reluctant)

    processes.remove_tree(str(tmp_path / "scratch"))

    assert [True, False] == calls
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("said", [b"x" * 8, b"x"], ids=["wrong", "short"])
def test_another_process_in_the_workers_place_is_refused(said: bytes) -> None:
    """Whoever connects to the port must know the token."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()

        def connect() -> None:
            with socket.create_connection(address) as channel:
                channel.sendall(said)

        stranger = threading.Thread(target=connect)
        stranger.start()
        with pytest.raises(GraderFault) as caught:
            processes._accept(server, "12345678")
        stranger.join()

    assert str(caught.value) == (
        "another process connected in place of the worker; run the command again."
    )


def test_a_spawned_worker_gets_what_its_system_needs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And nothing else of the judge's environment."""
    for name in list(os.environ):
        monkeypatch.delenv(name)
    monkeypatch.setenv("TEMP", "/somewhere")
    monkeypatch.setenv("SECRET", "1")

    assert {"TEMP": "/somewhere"} == processes._system_environment()
