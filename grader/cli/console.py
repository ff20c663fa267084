"""Put a report on the terminal, and a result into a file."""

import os
import re
import shutil
import sys
from pathlib import Path

import click

from grader.errors import UsageError
from grader.model import Outcome
from grader.reports.text import WIDTH, fit_encoding, words
from grader.store import write_atomically

_WIDEST = 120
_COLOURS = {Outcome.PASSED: "green", Outcome.NOT_STARTED: "cyan"}
_OTHERWISE = "red"
_BY_WORDS = {words(outcome): outcome for outcome in Outcome}
# An outcome in its column: before it two spaces, after it the points.
_OUTCOME = re.compile(
    rf"(?<=  )({'|'.join(_BY_WORDS)})(?=(?: for [\d.]+)?   [-\d.]+ of \d)"
)


def width() -> int:
    """Return how wide a report may be: 80 columns, more on a wide terminal."""
    return max(WIDTH, min(_WIDEST, shutil.get_terminal_size((WIDTH, 24)).columns))


def show(text: str) -> None:
    """Print a report, in colour where the terminal and the reader want it."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    click.echo(dressed(text, encoding))


def dressed(text: str, encoding: str) -> str:
    """Return a report in characters that can be shown, and coloured if wanted.

    Args:
        text: the report.
        encoding: of the terminal.
    """
    text = fit_encoding(text, encoding)
    return text if os.environ.get("NO_COLOR") else _OUTCOME.sub(_coloured, text)


def note(sentence: str) -> None:
    """Say something beside the result; an empty sentence says nothing."""
    if not sentence:
        return
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    click.echo(fit_encoding(sentence, encoding), err=True)


def save(path: Path, data: bytes) -> None:
    """Write a result into a file, whole or not at all.

    Raises:
        UsageError: if it cannot be written.
    """
    try:
        write_atomically(path, data)
    except OSError as error:
        message = f"cannot write {path}: {error.strerror}; name another file with -o."
        raise UsageError(message) from error


def _coloured(match: re.Match[str]) -> str:
    outcome = _BY_WORDS[match[1]]
    return click.style(match[1], fg=_COLOURS.get(outcome, _OTHERWISE))
