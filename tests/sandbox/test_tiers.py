"""The tier follows from walls that were tried, and says no more than they hold."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.sandbox import tiers
from grader.sandbox.tiers import Machine, bubblewrap_command, probe, tier_of

MACHINE = probe()
linux_only = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the walls are Linux's"
)


@pytest.mark.parametrize(
    ("stand", "tier"),
    [
        ({"bubblewrap", "uid", "landlock", "seccomp", "rlimits"}, "A"),
        ({"bubblewrap", "landlock", "seccomp", "rlimits"}, "A"),
        ({"uid", "landlock", "seccomp", "rlimits"}, "B"),
        ({"uid", "seccomp", "rlimits"}, "B-"),
        ({"landlock", "seccomp", "rlimits"}, "C"),
        ({"landlock", "rlimits"}, "D"),
        ({"bubblewrap", "seccomp", "rlimits"}, "B"),
        ({"bubblewrap", "rlimits"}, "D"),
        ({"seccomp", "rlimits"}, "D"),
        ({"rlimits"}, "D"),
    ],
    ids=lambda value: "+".join(sorted(value)) if isinstance(value, set) else value,
)
def test_the_tier_of_a_set_of_walls(stand: set[str], tier: str) -> None:
    """As docs/architecture.md defines them."""
    assert tier == tier_of(stand)


@linux_only
@pytest.mark.parametrize("wall", tiers.WALLS[:-1])
def test_a_wall_that_is_left_out_is_not_claimed(wall: str) -> None:
    """What a report says stood, stood."""
    machine = probe({wall})

    assert wall not in machine.walls


@linux_only
def test_without_any_wall_it_is_tier_d() -> None:
    """Crash containment only."""
    machine = probe(set(tiers.WALLS))

    assert ("D", ("rlimits",)) == (machine.tier, machine.walls)


def test_a_machine_without_fork_claims_nothing() -> None:
    """On macOS and Windows: stated in every document."""
    assert Machine("D", (), forks=False, is_root=False) == tiers.unisolated()


@linux_only
def test_walls_are_named_outermost_first() -> None:
    """In the order in which an intruder would meet them."""
    order = [tiers.WALLS.index(wall) for wall in MACHINE.walls]

    assert sorted(order) == order


@pytest.mark.parametrize(
    ("is_root", "words"),
    [
        (True, ["--unshare-pid", "--unshare-net", "CAP_SETUID"]),
        (False, ["--unshare-all"]),
    ],
    ids=["root", "user"],
)
def test_bubblewrap_unshares_what_it_can(*, is_root: bool, words: list[str]) -> None:
    """Root keeps the host's users, so that every worker can have its own."""
    machine = Machine("A", ("bubblewrap",), forks=True, is_root=is_root)

    command = bubblewrap_command(machine, ("/opt",), "/tmp/spool", ["true"])  # noqa: S108

    assert set(words) <= set(command)
    assert ["--chdir", "/", "--", "true"] == command[-4:]
    assert ("--unshare-user" in command) is False


@linux_only
def test_a_bubblewrap_that_isolates_nothing_is_not_claimed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has to hide a file, not only to run a program."""
    _install_bubblewrap(tmp_path, 'while [ "$1" != -- ]; do shift; done; shift; "$@"')
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    assert "bubblewrap" not in probe().walls


@linux_only
def test_a_bubblewrap_that_is_refused_leaves_the_other_walls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a usual container it is installed and not allowed to do anything."""
    without = probe({"bubblewrap"})
    _install_bubblewrap(tmp_path, "echo 'bwrap: No permissions' >&2; exit 1")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    assert without == probe()


@linux_only
@pytest.mark.skipif(shutil.which("unshare") is None, reason="unshare is not here")
def test_a_root_that_is_alone_claims_no_second_user() -> None:
    """Root of a user namespace with one user in it cannot become another."""
    words = ["unshare", "--user", "--map-root-user", "--"]
    script = "from grader.sandbox.tiers import probe; print(*probe().walls)"

    done = subprocess.run(  # noqa: S603 - our own script
        [*words, sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        pytest.skip(f"no user namespace here: {done.stderr.strip()}")

    assert "rlimits" in done.stdout.split()
    assert "uid" not in done.stdout.split()


@linux_only
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_an_interpreter_that_others_cannot_read_leaves_no_uid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker of another user could not import a thing."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    (closed / "python").symlink_to(sys.executable)
    monkeypatch.setattr(tiers, "PROBE", (str(closed / "python"), *tiers.PROBE[1:]))

    assert "uid" not in probe({"bubblewrap"}).walls


def _install_bubblewrap(folder: Path, body: str) -> None:
    program = folder / "bwrap"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
