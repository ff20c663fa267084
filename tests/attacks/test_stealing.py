"""Stealing: what a worker may see of the judge's world is nothing."""

import os
import sys
from collections.abc import Callable

import pytest

from grader.judge import JudgeSettings
from grader.model import Course, Score
from grader.sandbox.tiers import probe
from tests.attacks.conftest import HONEST, Attack

MACHINE = probe()
hides = pytest.mark.skipif(
    MACHINE.tier == "D", reason="nothing is hidden on this machine: tier D"
)

THEFTS = {
    "the hidden suite (36)": "open({suite!r}).read()",
    "the reference (36)": "open({reference!r}).read()",
    "the results of others (36)": "os.listdir({root!r})",
    "through its own folder (36)": (
        "open(os.path.join('/proc/self/cwd', *['..'] * 9, "
        "*{suite!r}.split('/'))).read()"
    ),
    "the judge's memory (15)": "open('/proc/{pid}/mem', 'rb').read(1)",
    "the judge's environment (36)": "open('/proc/{pid}/environ', 'rb').read(1)",
    "the network (38)": "socket.create_connection(('127.0.0.1', 9), timeout=1)",
    "a datagram (38)": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "a name (38)": (
        "socket.getaddrinfo('localhost.localdomain', 80, type=socket.SOCK_STREAM, "
        "flags=0) and 1 / 0"
    ),
    "a child (13)": "os.fork()",
    "a program (32)": "subprocess.run(['/bin/sh', '-c', 'exit 3'], check=True)",
    "a note for the next one (39)": "open('/var/tmp/note', 'w')",
    "a note in shared memory (39)": "open('/dev/shm/note', 'w')",
    "a change of the suite (49)": "open({suite!r}, 'a')",
}


@hides
@pytest.mark.parametrize("theft", THEFTS.values(), ids=THEFTS.keys())
def test_a_theft_is_refused(attack: Attack, course: Course, theft: str) -> None:
    """By whichever walls this machine has; the score is the honest one."""
    hidden = course.units[0].hidden
    act = theft.format(
        suite=str(hidden / "test_scale.py") if hidden else "",
        reference=str(hidden / "scale.py") if hidden else "",
        root=str(course.root),
        pid=os.getpid(),
    )
    trick = (
        "import os, socket, subprocess\n"
        "try:\n"
        f"    {act}\n"
        "except (OSError, ZeroDivisionError):\n"
        "    pass\n"
        "else:\n"
        "    raise SystemError('stolen')\n"
    )

    cheat, after = attack(trick)

    assert HONEST == cheat.score
    assert 100.0 == after.score


@hides
def test_notes_do_not_survive(
    grade: Callable[..., list[Score]], reference: str
) -> None:
    """What one submission leaves in its folder, the next does not find (39)."""
    leave = "import os\nopen('note', 'w').write('x')\n"
    find = (
        "import os\nif os.listdir('.') or os.listdir(os.environ['TMPDIR']):\n"
        "    raise SystemError\n"
    )

    scores = grade(leave + reference, find + reference)

    assert [100.0, 100.0] == [score.score for score in scores]


def test_output_of_hidden_checks_is_never_shown(
    grade: Callable[..., list[Score]], reference: str
) -> None:
    """A submission that prints its inputs learns only the open ones (37)."""
    source = reference.replace(
        "        self.x = x\n", "        print('seen', x.shape)\n        self.x = x\n"
    )

    (score,) = grade(source)

    shown = [
        (c.visibility.value, c.output)
        for e in score.units[0].exercises
        for c in e.checks
    ]
    assert all(output == "" for visibility, output in shown if visibility == "hidden")
    assert any("seen (1, 2)" in output for _, output in shown)


@pytest.mark.parametrize("name", ["torch", "jax", "scipy", "sklearn"])
def test_other_libraries_are_not_there(
    grade: Callable[..., list[Score]], reference: str, name: str
) -> None:
    """Unless the teacher installs them beside the grader (32)."""
    pytest.importorskip("numpy")
    installed = name in sys.modules

    (score,) = grade(f"import {name}\n" + reference, settings=JudgeSettings())

    assert installed or score.score == 0.0
    assert (
        "ModuleNotFoundError at scale.py:1"
        in score.units[0].exercises[0].checks[0].message
    )
