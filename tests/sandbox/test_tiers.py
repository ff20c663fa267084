"""The tier follows from walls that were tried, and says no more than they hold."""

import sys

import pytest

from grader.sandbox import tiers
from grader.sandbox.tiers import Machine, bubblewrap_command, probe

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
        ({"bubblewrap", "rlimits"}, "D"),
        ({"seccomp", "rlimits"}, "D"),
        ({"rlimits"}, "D"),
    ],
    ids=lambda value: "+".join(sorted(value)) if isinstance(value, set) else value,
)
def test_the_tier_of_a_set_of_walls(stand: set[str], tier: str) -> None:
    """As docs/architecture.md defines them."""
    assert tier == tiers._tier(stand)


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
    """MacOS and Windows: stated in every document."""
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
