"""A group of commands that are imported when called, and its way with errors.

Importing NumPy and pytest to print a help text would cost a second, so the
group knows its commands by name and one line each.
"""

import difflib
import errno
import importlib
import re
import shutil
import sys
import textwrap
import traceback
from pathlib import Path

import click

from grader.cli.invocation import Invocation
from grader.errors import CourseError, GraderError, UsageError

CommandTable = dict[str, tuple[str, str]]

WRONG_USAGE = 2
GRADER_FAILED = 3
STOPPED = 130
_OF_WORK = re.compile(r"u?\d+(?:[._]\w+)?", re.ASCII)  # a unit or an exercise


class GraderGroup(click.Group):
    """Loads each command from the module that the table names for it."""

    def __init__(self, *args: object, table: CommandTable, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # click's own
        self._table = table

    def list_commands(self, _context: click.Context) -> list[str]:
        """Return the commands in the order in which people meet them."""
        return list(self._table)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """Import the command's module and return the command, None if unknown."""
        if name not in self._table:
            return None
        module = importlib.import_module(self._table[name][0])
        command: click.Command = module.command
        return command

    def format_commands(
        self, _context: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the list of commands from the table, without importing them."""
        rows = [(name, line) for name, (_, line) in self._table.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which ones there are."""
        if args and args[0] not in self._table and not args[0].startswith("-"):
            context.fail(_without_command(args[0], self._table))
        return super().resolve_command(context, args)

    def invoke(self, context: click.Context) -> object:
        """Run the command and turn what goes wrong into one sentence and a status."""
        try:
            return super().invoke(context)
        except GraderError as error:
            _say_error(str(error))
            _show_traceback(context, error)
            is_usage = isinstance(error, UsageError | CourseError)
            context.exit(WRONG_USAGE if is_usage else GRADER_FAILED)
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
            context.exit(STOPPED)
        except click.UsageError as error:
            said = _folded(f"Error: {error.format_message()}")
            raise click.UsageError(said.removeprefix("Error: "), error.ctx) from error
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno == errno.EPIPE:
                raise  # the reader of our output has gone; click ends quietly
            _say_fault(error)
            _show_traceback(context, error)
            context.exit(GRADER_FAILED)


def _say_error(sentence: str) -> None:
    click.echo(_folded(f"Error: {sentence}"), err=True)


def _folded(text: str) -> str:
    """Return text in lines that fit a terminal; elsewhere it stays as it is."""
    if not sys.stderr.isatty():
        return text
    width = shutil.get_terminal_size().columns
    return "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
        for line in text.splitlines()
    )


def _without_command(name: str, table: CommandTable) -> str:
    """Return what is said where no command has this name."""
    near = difflib.get_close_matches(name, table, n=1)
    if _OF_WORK.fullmatch(name):
        near = [f"grader check {name}"]
    if name == "help":
        near = ["grader --help"]
    if near:
        return f"no command {name!r}: did you mean {near[0]}?"
    return f"no command {name!r}: there are {', '.join(table)}."


def _say_fault(error: Exception) -> None:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    _say_error(
        f"the grader itself failed, {type(error).__name__} at {place}: {error}; "
        "please report this with the command you typed and what --traceback shows."
    )


def _show_traceback(context: click.Context, error: Exception) -> None:
    invocation = context.obj
    if isinstance(invocation, Invocation) and invocation.show_traceback:
        click.echo("".join(traceback.format_exception(error)), err=True)
