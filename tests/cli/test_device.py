"""--device: which arrays the checks of GPU code use, and what that needs."""

import sys
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from click.testing import Result

from grader.judge import JudgeSettings
from grader.model import Outcome, Score

Run = Callable[..., Result]
Asked = list[tuple[list[str], JudgeSettings]]

pytestmark = pytest.mark.usefixtures("judge", "score")


@pytest.fixture
def score(scores: dict[str, Score], make_score: Callable[..., Score]) -> None:
    """All points."""
    scores["u06_batchnorm"] = make_score("batchnorm", Outcome.PASSED, Outcome.PASSED)


@pytest.fixture
def cupy(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A CuPy that finds a GPU."""
    fake = SimpleNamespace(is_available=lambda: True)
    monkeypatch.setitem(sys.modules, "cupy", fake)
    return fake


COMMANDS = [("check", "u06"), ("grade", "assignments/u06_batchnorm", "--unit", "u06")]
EACH = pytest.mark.parametrize("command", COMMANDS, ids=["check", "grade"])


@EACH
def test_without_the_option_no_gpu_is_looked_for(
    run: Run, asked: Asked, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """CuPy is not even imported."""
    monkeypatch.setitem(sys.modules, "cupy", None)

    assert run(*command).exit_code == 0
    assert (asked[0][1].device, asked[0][1].spawn) == ("stand-in", False)


@EACH
@pytest.mark.usefixtures("cupy")
def test_a_gpu_is_used_without_walls(
    run: Run, asked: Asked, command: tuple[str, ...]
) -> None:
    """They forbid what its driver needs."""
    assert run(*command, "--device", "cuda").exit_code == 0
    assert (asked[0][1].device, asked[0][1].spawn) == ("cuda", True)


@EACH
def test_cupy_must_be_installed(
    run: Run, asked: Asked, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """One sentence, before anything is judged."""
    monkeypatch.setitem(sys.modules, "cupy", None)
    result = run(*command, "--device", "cuda")

    assert (result.exit_code, asked) == (2, [])
    assert result.stderr == (
        "Error: --device cuda needs CuPy and an NVIDIA GPU, found no CuPy (import of "
        "cupy halted; None in sys.modules); install grader[cuda] on a machine that has "
        "one, or leave the option out.\n"
    )


def test_cupy_must_find_a_gpu(run: Run, cupy: SimpleNamespace) -> None:
    """It can be installed anywhere."""
    cupy.is_available = lambda: False

    assert run("check", "u06", "--device", "cuda").stderr == (
        "Error: --device cuda needs CuPy and an NVIDIA GPU, found CuPy, but no GPU "
        "that it can use; install grader[cuda] on a machine that has one, or leave the "
        "option out.\n"
    )


@pytest.mark.usefixtures("cupy")
def test_debugging_knows_no_gpu(run: Run) -> None:
    """It is refused, not forgotten."""
    result = run("check", "u06", "--debug", "--device", "cuda")

    assert result.exit_code == 2
    assert result.stderr == (
        "Error: --debug knows no GPU; leave out --debug or --device cuda.\n"
    )
