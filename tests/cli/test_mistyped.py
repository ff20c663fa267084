"""What is said of a command that does not exist, and how an error fits a terminal."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from click.testing import Result

from grader.errors import UsageError

Run = Callable[..., Result]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("plt", "plot"),
        ("1.1", "grader check 1.1"),
        ("u01", "grader check u01"),
        ("u01_perceptron", "grader check u01_perceptron"),
        ("help", "grader --help"),
    ],
)
def test_what_was_meant_is_asked(run: Run, typed: str, meant: str) -> None:
    """One word is read faster than nineteen."""
    result = run(typed)

    assert result.exit_code == 2
    assert result.stderr.endswith(
        f"\n\nError: no command '{typed}': did you mean {meant}?\n"
    )


@pytest.mark.parametrize("arguments", [("list",), ("mark",)], ids=["ours", "click's"])
def test_on_a_terminal_an_error_is_wrapped(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
) -> None:
    """The terminal would break it in the middle of a word."""

    def load(_context: object) -> None:
        raise UsageError("word " * 30 + "end.")

    monkeypatch.setattr("grader.cli.list.the_course", load)
    terminal = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr("grader.cli.group.sys", SimpleNamespace(stderr=terminal))
    monkeypatch.setenv("COLUMNS", "60")

    result = run(*arguments)

    assert result.stderr.count("\n") > 2
    assert max(len(line) for line in result.stderr.splitlines()) <= 60
