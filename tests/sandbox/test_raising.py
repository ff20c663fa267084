"""A wall that is asked for and cannot stand is an error, not an absence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sandbox.conftest import linux_only, requires

pytestmark = linux_only

# A process of its own, since a wall cannot be taken down again.
START = """
import os, resource, sys, threading
from pathlib import Path
from grader.sandbox import walls

def raise_walls(**others):
    plan = dict(
        landlock=False, seccomp=False, uid=None, readable=("/usr", "/lib", "/lib64"),
        scratch=sys.argv[1], memory_mib=512, cpu_s=10, file_mib=8,
    )
    return walls.raise_walls(walls.WallPlan(**{**plan, **others}))
"""


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A folder that any user may enter."""
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    return tmp_path


def run(body: str, scratch: Path) -> str:
    """Return what a fresh process prints, or the error that ended it."""
    script = f"{START}\ntry:\n    {body}\nexcept OSError as error:\n    print(error)\n"
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script, str(scratch)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    return done.stdout.strip() or done.stderr.strip()


@requires("landlock", "seccomp")
def test_the_walls_that_stand_are_named_outermost_first(scratch: Path) -> None:
    """As a machine's walls are."""
    said = run("print(raise_walls(landlock=True, seccomp=True))", scratch)

    assert "['landlock', 'seccomp', 'rlimits']" == said


@requires("landlock", "seccomp")
def test_landlock_that_is_refused_is_an_error(scratch: Path) -> None:
    """Here a filter refuses it, elsewhere an old kernel does."""
    again = "os.geteuid = lambda: 1"  # what root must drop, it has dropped
    body = f"raise_walls(seccomp=True); {again}; raise_walls(landlock=True)"

    assert "[Errno 1] landlock (system call 444): Operation not permitted" == run(
        body, scratch
    )


def test_seccomp_without_a_filter_is_an_error(scratch: Path) -> None:
    """A processor for which none is shipped."""
    body = "walls.FILTER = b''; walls.filter_path = lambda: Path('x.bpf')"

    assert "[Errno 2] seccomp: expected a filter at 'x.bpf', found none" == run(
        f"{body}; raise_walls(seccomp=True)", scratch
    )


def test_seccomp_that_is_refused_is_an_error(scratch: Path) -> None:
    """A filter that the kernel does not take is not half a filter."""
    said = run("walls.FILTER = bytes(8); raise_walls(seccomp=True)", scratch)

    assert "[Errno 22] seccomp (prctl 22): Invalid argument" == said


def test_a_uid_that_cannot_be_taken_is_an_error(scratch: Path) -> None:
    """Staying who we were would let a worker read what is the judge's."""
    body = "walls._drop_capabilities(); raise_walls(uid=61183)"

    assert "[Errno 1] becoming uid 61183: Operation not permitted" == run(body, scratch)


def test_a_second_thread_is_an_error(scratch: Path) -> None:
    """Landlock and seccomp would bind only one of the two."""
    body = "threading.Thread(target=sys.stdin.read, daemon=True).start(); raise_walls()"
    script = f"{START}\n{body}"

    done = subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-c", script, str(scratch)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert done.stderr is not None
    error = done.stderr.read().splitlines()[-1]
    done.communicate()

    assert "OSError: [Errno 16] expected one thread before the walls, found 2" == error


def test_a_limit_that_is_lower_already_stays(scratch: Path) -> None:
    """An operator's own limit is no reason to fail, even for an ordinary user."""
    low = "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))"
    weak = "walls._drop_capabilities()" if os.geteuid() == 0 else "None"
    found = "print(resource.getrlimit(resource.RLIMIT_FSIZE))"

    assert "(4096, 4096)" == run(f"{low}; {weak}; raise_walls(); {found}", scratch)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has powers to drop")
def test_root_that_stays_root_has_no_powers(scratch: Path) -> None:
    """Where its interpreter is closed to other users, its powers go instead."""
    status = "print([line.split()[1] for line in open('/proc/self/status')"
    body = f"raise_walls(); {status} if line.startswith(('CapEff', 'CapBnd'))])"

    assert "['0000000000000000', '0000000000000000']" == run(body, scratch)


@requires("landlock")
def test_a_folder_that_is_not_there_is_no_error(scratch: Path) -> None:
    """Not every system has /lib64."""
    body = "print(raise_walls(landlock=True, readable=('/usr', '/no/such')))"

    assert "['landlock', 'rlimits']" == run(body, scratch)
