"""Breaking things: limits hold, the rest scores, the next one is unaffected."""

import time
from collections.abc import Callable

import pytest

from grader.model import Outcome, Score
from tests.attacks.conftest import HONEST, Attack

HANGS = {
    "an endless loop (40)": "while True: pass",
    "a loop that swallows everything (40)": (
        "while True:\n            try:\n                while True: pass\n"
        "            except BaseException: pass"
    ),
    "masked signals (40)": (
        "import signal\n"
        "        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 60))\n"
        "        while True: pass"
    ),
    "a huge number in C (40)": "10**10**8",
    "a regular expression (40)": "import re; re.match('(a+)+$', 'a' * 60 + 'b')",
    "a long sleep (41)": "import time; time.sleep(100)",
    "a deadlock (41)": (
        "import threading; lock = threading.Lock(); lock.acquire(); lock.acquire()"
    ),
    "stopping itself (40)": "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
    "endless printing (45)": "while True: print('x' * 10000)",
}


@pytest.mark.parametrize("act", HANGS.values(), ids=HANGS.keys())
def test_what_never_ends_is_a_timeout(
    grade: Callable[..., list[Score]], reference: str, act: str
) -> None:
    """Backward hangs: forward and purity keep their points, in the time allowed."""
    source = reference.replace(
        '        self.grads["gamma"] =', f'        {act}\n        self.grads["gamma"] ='
    )
    start = time.monotonic()

    cheat, after = grade(source, reference)

    forward, backward, _ = cheat.units[0].exercises
    assert (40.0, Outcome.TIMEOUT) == (forward.score, backward.outcome)
    assert 100.0 == after.score
    assert 9.0 > time.monotonic() - start


ENDS = {
    "memory (43)": ("np.ones(2**34)", Outcome.MEMORY),
    "memory, slowly (43)": (
        "kept = []\n        while True: kept.append(bytearray(2**24))",
        Outcome.MEMORY,
    ),
    "a null pointer (44)": ("import ctypes; ctypes.string_at(0)", Outcome.CRASHED),
    "a fork bomb (42)": ("import os\n        while True: os.fork()", Outcome.CRASHED),
    "a large file (42)": (
        "f = open('f', 'wb')\n        while True: f.write(bytes(2**20))",
        Outcome.CRASHED,
    ),
    "a thousand files (42)": (
        "kept = [open(f'f{i}', 'w') for i in range(1000)]",
        Outcome.CRASHED,
    ),
    "stdin (41)": ("input()", Outcome.CRASHED),
    "a BaseException": ("raise KeyboardInterrupt", Outcome.CRASHED),
}


@pytest.mark.parametrize(("act", "outcome"), ENDS.values(), ids=ENDS.keys())
def test_what_breaks_costs_its_own_exercise(
    grade: Callable[..., list[Score]], reference: str, act: str, outcome: Outcome
) -> None:
    """The outcome says how it broke; the others keep their points."""
    source = reference.replace(
        '        self.grads["gamma"] =', f'        {act}\n        self.grads["gamma"] ='
    )

    cheat, after = grade(source, reference)

    forward, backward, _ = cheat.units[0].exercises
    assert (40.0, outcome) == (forward.score, backward.outcome)
    assert 100.0 == after.score


NUISANCES = {
    "300 MB of output (45)": (
        "import sys\nfor _ in range(300): sys.stdout.write('x' * 10**6)\n"
    ),
    "bytes that are no text (45)": "import os\nos.write(1, bytes(range(256)) * 100)\n",
    "closed output (46)": "import os\nos.close(1)\nos.close(2)\n",
    "another folder (46)": (
        "import os\nos.mkdir('d')\nos.chdir('d')\nos.rmdir('../d')\n"
    ),
    "no rights (49)": "import os\nos.mkdir('locked', 0)\n",
    "a thread that stays (41)": (
        "import threading, time\n"
        "threading.Thread(target=time.sleep, args=(60,)).start()\n"
    ),
    "its own traceback hook": "import sys\nsys.excepthook = lambda *a: None\n",
    "odd encoding (53)": "# -*- coding: latin-1 -*-\nname = '\u00e9'\n",
}


@pytest.mark.parametrize("trick", NUISANCES.values(), ids=NUISANCES.keys())
def test_a_nuisance_changes_no_score(attack: Attack, trick: str) -> None:
    """Neither this one's nor the next one's."""
    cheat, after = attack(trick)

    assert HONEST == cheat.score
    assert 100.0 == after.score


BAD_SOURCES = {
    "a byte order mark (53)": "\ufeff",
    "a form feed (53)": "\f",
}


@pytest.mark.parametrize("prefix", BAD_SOURCES.values(), ids=BAD_SOURCES.keys())
def test_odd_but_legal_sources_are_read(attack: Attack, prefix: str) -> None:
    """As Python itself reads them."""
    cheat, _ = attack(prefix)

    assert HONEST == cheat.score


@pytest.mark.parametrize(
    "source",
    ["(" * 100_000, "x = '\0'", "# coding: nonsense\n", "x = 1" + " + 1" * 200_000],
    ids=["parentheses", "nul", "cookie", "a deep sum"],
)
def test_sources_that_cannot_be_compiled_crash_their_own_unit(
    grade: Callable[..., list[Score]], reference: str, source: str
) -> None:
    """Nothing but the worker reads them (53)."""
    cheat, after = grade(source, reference)

    assert (0.0, True) == (cheat.score, cheat.complete)
    assert 100.0 == after.score
