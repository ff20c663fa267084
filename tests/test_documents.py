"""What documents promise: commands, targets and files that exist, help of today."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from grader.cli import main

ROOT = Path(__file__).parents[1]
README_LINES = 120
NOT_OURS = {"build", "dist", "results", "submissions"}
FENCED = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND_LINE = re.compile(r"^(?:\$ )?grader (?!\.)(.+)$", re.MULTILINE)
QUOTED_COMMAND = re.compile(r"`grader ([^`\n]+)`")
# How a report that a test compares names a command; what follows is all of it.
TOLD_COMMAND = re.compile(
    r"(?:Next|now|this|more|run): grader ([^\n\\\"'{]+?)(?=\n|\\n|\"|'|$)"
)
HELP = re.compile(r"<!-- help -->\n```\n(.*?)```\n<!-- /help -->", re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
MAKE = re.compile(r"(?:^|`)make ([a-z]+)", re.MULTILINE)
TARGET = re.compile(r"^([a-z]+): \$\(VENV\)", re.MULTILINE)
RECIPE = re.compile(r"^\S.*:.*\n((?:\t.*\n)+)", re.MULTILINE)


def files(suffix: str, *folders: str) -> list[Path]:
    """Return our files with this suffix, none of a hidden or generated folder."""
    starts = [ROOT / folder for folder in folders] or [ROOT]
    found = [path for start in starts for path in start.rglob(f"*{suffix}")]
    return sorted(path for path in found if _is_ours(path.relative_to(ROOT).parts))


def _is_ours(parts: tuple[str, ...]) -> bool:
    return NOT_OURS.isdisjoint(parts) and not any(p.startswith(".") for p in parts)


def name(path: Path) -> str:
    """Return the path as a reader of this repository writes it."""
    return path.relative_to(ROOT).as_posix()


def broken_links() -> Iterator[str]:
    """Yield every link of a document to a file that is not there."""
    for path in files(".md"):
        for target in LINK.findall(path.read_text()):
            if ":" not in target and not (path.parent / target).exists():
                yield f"{name(path)}: {target}"


def unknown_targets() -> Iterator[str]:
    """Yield every `make` target that a document names and the Makefile lacks."""
    known = set(TARGET.findall((ROOT / "Makefile").read_text()))
    for path in files(".md"):
        for target in MAKE.findall(path.read_text()):
            if target not in known:
                yield f"{name(path)}: make {target}"


def commands() -> list[tuple[str, str]]:
    """Return every command of ours that a text names, as (file, arguments)."""
    texts = [*files(".md"), *files(".toml"), *files(".py", "grader", "assignments")]
    found = {(name(path), said) for path in texts for said in _said(path.read_text())}
    told = {
        ("a message", said)
        for path in files(".py", "tests")
        for said in TOLD_COMMAND.findall(path.read_text())
    }
    return sorted(found | told)


def _said(text: str) -> Iterator[str]:
    for block in FENCED.findall(text):
        yield from COMMAND_LINE.findall(block)
    yield from QUOTED_COMMAND.findall(text)


def resolve(said: str) -> list[str]:
    """Return the arguments that no command of ours takes; [] when all is known.

    Raises:
        click.UsageError: there is no such command, option or choice.
    """
    plain = re.sub(r"\s#.*|[\[\]]|\.\.\.|\s>.*", "", said)
    arguments = shlex.split(plain)
    command: click.Command = main
    while isinstance(command, click.Group) and arguments[:1] != []:
        if arguments[0].startswith("-"):
            break
        found = command.get_command(click.Context(command), arguments[0])
        if found is None:
            message = f"no command {arguments[0]!r}"
            raise click.UsageError(message)
        command, arguments = found, arguments[1:]
    return _left_over(command, arguments)


def _left_over(command: click.Command, arguments: list[str]) -> list[str]:
    context = click.Context(command)
    values, rest, _ = command.make_parser(context).parse_args(arguments)
    for parameter in command.params:
        value = values.get(parameter.name or "")
        if isinstance(parameter.type, click.Choice) and isinstance(value, str):
            parameter.type.convert(value, parameter, context)
    return rest


def test_the_readme_is_short() -> None:
    """Nobody reads the second screen of a long one."""
    lines = (ROOT / "README.md").read_text().splitlines()

    assert len(lines) < README_LINES


def test_the_readme_shows_the_help_of_today() -> None:
    """Run `python -m tools.readme` to write it anew."""
    shown = HELP.search((ROOT / "README.md").read_text())

    result = CliRunner().invoke(main, ["--help"], prog_name="grader", terminal_width=80)

    assert result.output == (shown[1] if shown else "no help block")


@pytest.mark.parametrize(
    ("file", "said"), commands(), ids=[f"{file}: {said}" for file, said in commands()]
)
def test_every_command_that_a_text_names_exists(file: str, said: str) -> None:
    """A reader who types what we wrote must not be told that it is unknown."""
    assert (file, []) == (file, resolve(said))


def test_every_link_between_documents_leads_somewhere() -> None:
    """A reader who follows a link must find what it promises."""
    assert [] == list(broken_links())


def test_every_make_target_that_a_document_names_exists() -> None:
    """The first thing a newcomer types must work."""
    assert [] == list(unknown_targets())


def test_every_recipe_is_one_line() -> None:
    """Whoever distrusts make can type the line that it prints."""
    recipes = RECIPE.findall((ROOT / "Makefile").read_text())

    assert [] == [recipe for recipe in recipes if recipe.count("\n") > 1]
