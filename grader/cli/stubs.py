"""`grader stubs`: cut the stubs from the references."""

import click

from grader.authoring.stubs import stub_drift, write_stubs
from grader.cli.console import note, show
from grader.cli.options import general_options, the_course


@click.command("stubs")
@click.option("--check", "is_check", is_flag=True, help="Write nothing; compare only.")
@general_options
@click.pass_context
def command(
    context: click.Context,
    is_check: bool,  # noqa: FBT001 - click calls it so
) -> None:
    """Cut the stubs from the references.

    The reference is the only copy of signatures and docstrings. With --check
    the exit status is 1 when a stub differs from what would be cut.

    Example: grader stubs --check
    """
    course = the_course(context)
    if not is_check:
        for path in write_stubs(course):
            show(str(path))
        return
    drift = stub_drift(course)
    for one in drift:
        show(one.diff)
    if drift:
        note(
            f"Stubs that differ from their references: {len(drift)}. Run `grader "
            "stubs` to cut them again."
        )
        context.exit(1)
