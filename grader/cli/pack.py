"""`grader pack`: the file to hand in."""

from pathlib import Path

import click

from grader.cli.console import save, show
from grader.cli.options import general_options, the_course
from grader.cli.packing import pack, to_hand_in
from grader.reports.packed import render_pack


@click.command("pack")
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    default="handin.zip",
    show_default=True,
    help="Where to write it.",
)
@general_options
@click.pass_context
def command(context: click.Context, output: Path) -> None:
    """Make the file to hand in.

    It holds the module of every unit and MANIFEST.json, which lists their
    digests. A name without .zip gets that ending. The same work always gives
    the same bytes. The exit status is 1 where a module is empty or cannot be
    imported; the file is written all the same.

    Example: grader pack -o handin.zip
    """
    course = the_course(context)
    if output.suffix != ".zip":
        output = output.with_name(f"{output.name}.zip")
    data, manifest = pack(course)
    save(output, data)
    units = to_hand_in(course)
    show(render_pack(str(output.resolve()), manifest.files, units))
    context.exit(int(any(one.trouble or one.is_empty for one in units)))
