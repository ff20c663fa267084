"""`grader calibrate`: find the thresholds of a unit's training checks."""

import click

from grader.authoring.calibrate import CalibrateSettings, calibrate_unit
from grader.catalog import select_units
from grader.cli.console import show
from grader.cli.options import general_options, the_course
from grader.cli.progress import ProgressBar
from grader.numerics.calibration import STEP


@click.command("calibrate")
@click.argument("unit_name", metavar="UNIT")
@click.option(
    "--seeds",
    type=click.IntRange(min=2),
    default=20,
    show_default=True,
    help="From how many starts to train each solution.",
)
@click.option(
    "--step",
    type=click.FloatRange(min=0, min_open=True),
    default=STEP,
    show_default=True,
    help="Proposed thresholds are multiples of this.",
)
@general_options
@click.pass_context
def command(context: click.Context, unit_name: str, seeds: int, step: float) -> None:
    """Find the thresholds of a unit's training checks.

    The reference, the alternatives and the mistakes train from many starts.
    The report says how often right solutions would fail the threshold of today
    by bad luck, proposes one, and says how often mistakes fail it.
    Nothing is written.

    Example: grader calibrate u04 --seeds 40
    """
    course = the_course(context)
    (unit,) = select_units(course, (unit_name,))
    with ProgressBar("Calibrating", is_counted=True) as bar:
        calibrate_unit(course, unit, show, CalibrateSettings(seeds, step), bar.update)
