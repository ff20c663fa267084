"""A file is written whole or not at all, and nothing else is put in its place."""

import os
import stat
from pathlib import Path

import pytest

from grader.store import write_atomically


def test_a_file_is_written_and_nothing_left_beside_it(tmp_path: Path) -> None:
    """No temporary file stays."""
    write_atomically(tmp_path / "score.json", b"{}")

    assert [("score.json", b"{}")] == [
        (path.name, path.read_bytes()) for path in tmp_path.iterdir()
    ]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What it points to gets the new content."""
    target = tmp_path / "real.json"
    target.write_bytes(b"old")
    link = tmp_path / "link.json"
    link.symlink_to(target)

    write_atomically(link, b"new")

    assert link.is_symlink()
    assert b"new" == target.read_bytes()


def test_a_device_is_written_to_and_not_replaced() -> None:
    """`-o /dev/null`, typed by root, must not cost the machine its /dev/null."""
    leader, follower = os.openpty()
    path = Path(os.ttyname(follower))

    write_atomically(path, b"{}")

    assert stat.S_ISCHR(path.stat().st_mode)
    assert b"{}" == os.read(leader, 10)
    os.close(leader)
    os.close(follower)


def test_a_write_that_fails_leaves_the_old_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no temporary file either."""
    path = tmp_path / "score.json"
    path.write_bytes(b"old")

    def fail(_descriptor: int) -> None:
        message = "disk"
        raise OSError(message)

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="disk"):
        write_atomically(path, b"new")

    assert ["score.json"] == [entry.name for entry in tmp_path.iterdir()]
    assert b"old" == path.read_bytes()
