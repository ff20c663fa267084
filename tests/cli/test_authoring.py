"""`grader verify`, `grader stubs` and `grader schema` pass on what authors need."""

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import Result

from grader.authoring.stubs import Drift
from grader.authoring.verify import VerifySettings
from grader.model import Course, Unit

Run = Callable[..., Result]


class Prover:
    """Stands for what proves units, and notes how it is asked."""

    def __init__(self) -> None:
        self.settings: VerifySettings | None = None
        self.says = "u06_batchnorm: the reference gets 100 of 100."
        self.is_proved = True
        self.is_interrupted = False

    def __call__(
        self,
        _course: Course,
        _units: Sequence[Unit],
        report: Callable[[str], None],
        settings: VerifySettings,
        progress: Callable[[int, int], None],
    ) -> bool:
        """Say one line, as if it were proving."""
        self.settings = settings
        progress(1, 2)
        report(self.says)
        if self.is_interrupted:
            raise KeyboardInterrupt
        return self.is_proved


@pytest.fixture
def prover(monkeypatch: pytest.MonkeyPatch) -> Prover:
    """What `grader verify` asks."""
    prover = Prover()
    monkeypatch.setattr("grader.cli.verify.verify_units", prover)
    return prover


@pytest.mark.parametrize("is_proved", [True, False], ids=["proved", "not proved"])
def test_verify_prints_its_findings_and_ends_with_the_verdict(
    run: Run, prover: Prover, *, is_proved: bool
) -> None:
    """A course that is not proved must fail a pipeline; no bar without a terminal."""
    prover.is_proved = is_proved

    result = run("verify", "u06")

    assert result.stdout == "u06_batchnorm: the reference gets 100 of 100.\n"
    assert result.stderr == ""
    assert result.exit_code == (0 if is_proved else 1)


def test_verify_passes_on_what_it_is_asked(run: Run, prover: Prover) -> None:
    """As many judges as there are processors."""
    run("verify", "--seeds", "3", "--fresh", "--timings", "--matrix", "tables")

    jobs = os.cpu_count() or 1
    assert prover.settings == VerifySettings(
        seeds=3, jobs=jobs, fresh=True, matrix=Path("tables"), timings=True
    )


def test_verify_wraps_a_sentence_and_leaves_a_table_alone(
    run: Run, prover: Prover
) -> None:
    """A table is laid out already."""
    prover.says = f"{'word ' * 20}end"
    assert max(map(len, run("verify").stdout.splitlines())) <= 80

    prover.says = f"{'-' * 90}\n{'-' * 90}"
    assert run("verify").stdout == f"{prover.says}\n"


def test_an_interrupted_verify_says_how_to_go_on(run: Run, prover: Prover) -> None:
    """Nobody should fear for the hour that is behind them."""
    prover.is_interrupted = True

    result = run("verify")

    assert result.stderr == (
        "Stopped. What is proved stays proved: run the same command to go on.\n"
    )
    assert result.exit_code == 130


def test_stubs_names_what_it_wrote(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An author then knows what to look at."""
    monkeypatch.setattr(
        "grader.cli.stubs.write_stubs", lambda _course: [Path("layers.py")]
    )

    result = run("stubs")

    assert (result.stdout, result.exit_code) == ("layers.py\n", 0)


def test_stubs_check_shows_what_differs(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A drifted stub must fail a pipeline."""
    drift = Drift(Path("layers.py"), "-old\n+new")
    monkeypatch.setattr("grader.cli.stubs.stub_drift", lambda _course: [drift])

    result = run("stubs", "--check")

    assert result.stdout == "-old\n+new\n"
    assert result.stderr == (
        "Stubs that differ from their references: 1. Run `grader stubs` to cut them "
        "again.\n"
    )
    assert result.exit_code == 1


def test_stubs_check_is_silent_when_nothing_differs(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No news is good news."""
    monkeypatch.setattr("grader.cli.stubs.stub_drift", lambda _course: [])

    result = run("stubs", "--check")

    assert (result.output, result.exit_code) == ("", 0)


def test_the_schema_is_json(run: Run) -> None:
    """Other programs generate their readers from it."""
    result = run("schema", "score")

    assert isinstance(json.loads(result.stdout), dict)
    assert result.exit_code == 0


def test_a_schema_that_is_not_there_is_refused(run: Run) -> None:
    """There is one document so far."""
    result = run("schema", "gradebook")

    assert result.exit_code == 2
    assert "'gradebook' is not 'score'." in result.stderr
