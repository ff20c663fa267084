"""The options of `grader check` that say how to check, handed over as one value."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import click

from grader.errors import UsageError


@dataclass(frozen=True)
class Manner:
    """How a student wants their work to be checked.

    Attributes:
        is_all: every unit, a row for each.
        in_full: every failing check told fully.
        why: causes told now.
        is_debugging: in this process, for breakpoints and prints.
        is_watching: again on every save.
    """

    is_all: bool
    in_full: bool
    why: bool
    is_debugging: bool
    is_watching: bool

    def refuse_what_excludes(self, target: str, only: tuple[str, ...]) -> None:
        """Refuse what cannot be asked for together.

        Args:
            target: the unit, file or folder that was named.
            only: the exercises that were.

        Raises:
            UsageError: if something was.
        """
        given: dict[str, object] = {
            target: target,
            " ".join(only): only,
            "--full": self.in_full,
            "--why": self.why,
            "--debug": self.is_debugging,
            "--watch": self.is_watching,
        }
        others = [name for name, value in given.items() if value]
        if self.is_all and others:
            msg = f"--all checks every unit, a row for each; leave out {others[0]}."
            raise UsageError(msg)
        if self.is_debugging and self.is_watching:
            msg = "--watch and --debug both want the terminal; leave out one of them."
            raise UsageError(msg)


def manner_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options, handed over as one `manner`."""

    @functools.wraps(function)
    def with_manner(
        *args: object,
        is_all: bool,
        in_full: bool,
        why: bool,
        is_debugging: bool,
        is_watching: bool,
        **others: object,
    ) -> None:
        manner = Manner(is_all, in_full, why, is_debugging, is_watching)
        function(*args, manner=manner, **others)

    command: Callable[..., None] = with_manner
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


_OPTIONS = (
    click.option("--full", "in_full", is_flag=True, help="Tell every failure fully."),
    click.option("--why", is_flag=True, help="Tell the cause of the failure now."),
    click.option("--all", "is_all", is_flag=True, help="Check all units, a row each."),
    click.option(
        "--debug",
        "is_debugging",
        is_flag=True,
        help="Run your code in this process, for breakpoint() and print, until a check "
        "fails.",
    ),
    click.option(
        "--watch",
        "is_watching",
        is_flag=True,
        help="Check again on every save, until you press q.",
    ),
)
