"""A proof that is ended from outside leaves no process behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.authoring.proving import copied

PATIENCE_S = 60.0


def members(group: int) -> list[str]:
    """Return the processes of a group that have not ended."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, group_id = status.read_text().rpartition(")")[2].split()[:3]
        except OSError:  # it has just ended
            continue
        if int(group_id) == group and state != "Z":
            found.append(status.parent.name)
    return found


def wait_until_there_are(count: range, group: int) -> None:
    """Wait until so many processes are there, and fail if they never are."""
    deadline = time.monotonic() + PATIENCE_S
    while len(members(group)) not in count:
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are listed on Linux")
@pytest.mark.parametrize("running", [2, 3, 4, 6])  # 2: no judge; 6: both at work
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_proof_that_is_ended_leaves_nobody_behind(
    tmp_path: Path, number: signal.Signals, running: int
) -> None:
    """Its judges are processes of their own, and would go on for hours.

    One that is half started then must not tell of it either.
    """
    root = copied(tmp_path)
    command = [sys.executable, "-m", "grader", "verify", "--seeds", "2000"]
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        [*command, "--course", str(root)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as proof:
        wait_until_there_are(range(running, 99), proof.pid)

        os.kill(proof.pid, number)
        _, said = proof.communicate(timeout=PATIENCE_S)

    assert 130 == proof.returncode
    assert said.endswith(
        "Stopped. What is proved stays proved: run the same command to go on.\n"
    )
    assert "Traceback" not in said
    wait_until_there_are(range(1), proof.pid)
