"""`grader verify`, `grader stubs` and `grader schema` pass on what authors need."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import Result

from grader.authoring.stubs import Drift
from grader.model import Course, Unit

Run = Callable[..., Result]


@pytest.mark.parametrize("status", [0, 1], ids=["proved", "not proved"])
def test_verify_prints_its_findings_and_ends_with_the_verdict(
    run: Run, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    """A course that is not proved must fail a pipeline."""

    def verify_units(
        _course: Course,
        units: Sequence[Unit],
        report: Callable[[str], None],
        *,
        seeds: int,
        jobs: int,
    ) -> bool:
        assert jobs >= 1
        report(f"{units[0].id}: the reference gets 100 of 100, {seeds} seeds.")
        return status == 0

    monkeypatch.setattr("grader.cli.verify.verify_units", verify_units)

    result = run("verify", "u06", "--seeds", "3")

    assert result.stdout == "u06_batchnorm: the reference gets 100 of 100, 3 seeds.\n"
    assert result.exit_code == status


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
