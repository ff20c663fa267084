"""Every unit in one row, and where to go on."""

from collections.abc import Callable

import msgspec
import pytest

from grader.model import Course, Outcome, Score, ScoredCheck, SubmissionInfo, Unit
from grader.reports.placement import render_placement
from grader.reports.terminal import stops_of

HEAD = "unit                                      passed   open points   sha256\n"
BEGUN = f"""\
{HEAD}\
u06  Batch normalization                  1 of 2      10 of 20   d2f0c3a1b4e5
all                                       1 of 2      10 of 20

Go on with 6.3, BatchNorm.backward: wrong.

Next: grader check 6.3"""

NOT_BEGUN = f"""\
{HEAD}\
u06  Batch normalization                  0 of 2       0 of 20   d2f0c3a1b4e5
all                                       0 of 2       0 of 20

Read assignments/u06_batchnorm/README.md, then write 6.1 in batchnorm.py.

Next: grader check 6.1"""

STOPPED = f"""\
{HEAD}\
u06  Batch normalization                 stopped       0 of 20   d2f0c3a1b4e5
all                                       0 of 2       0 of 20

batchnorm.py cannot be imported: SyntaxError at batchnorm.py:7: no. Nothing was
checked. Mend batchnorm.py first.

Next: grader check u06"""

GONE = f"""\
{HEAD}\
u06  Batch normalization                 stopped       0 of 20   no batchnorm.py
all                                       0 of 2       0 of 20

There is no batchnorm.py in assignments/u06_batchnorm. Nothing was checked. Put
batchnorm.py there.

Next: grader check u06"""

DONE = f"""\
{HEAD}\
u06  Batch normalization                  2 of 2      20 of 20   d2f0c3a1b4e5
all                                       2 of 2      20 of 20

All 2 exercises of Deep learning from scratch pass. You wrote every one of these
yourself:

  u06  Batch normalization

The hidden checks decide 60 of every 100 points; they ask for nothing that the
handouts do not ask for. Pack your files and hand them in.

Next: grader pack"""


TWO = """\
u02  Layers                              stopped      20 of 20   no layers.py
u06  Batch normalization                  2 of 2      20 of 20   d2f0c3a1b4e5
all                                       4 of 4      40 of 40
"""


def placed(score: Score, course: Course) -> str:
    """Return the report at 80 columns."""
    return render_placement(score, course, stops_of(score, course), 80)


@pytest.mark.parametrize(
    ("outcomes", "report"),
    [
        pytest.param((Outcome.PASSED, Outcome.WRONG), BEGUN, id="begun"),
        pytest.param((Outcome.NOT_STARTED, Outcome.WAITING), NOT_BEGUN, id="stub"),
        pytest.param((Outcome.PASSED, Outcome.PASSED), DONE, id="done"),
    ],
)
def test_a_unit_has_one_row_and_the_end_says_where_to_go_on(
    make_score: Callable[..., Score],
    course: Course,
    outcomes: tuple[Outcome, Outcome],
    report: str,
) -> None:
    """For those who know the beginning already."""
    score = make_score("s", *outcomes)

    assert report == placed(score, course)


@pytest.mark.parametrize(
    ("info", "report"),
    [(None, STOPPED), (SubmissionInfo("s", (), ()), GONE)],
    ids=["no import", "no file"],
)
def test_a_unit_that_stops_is_gone_on_with_by_mending_it(
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
    course: Course,
    info: SubmissionInfo | None,
    report: str,
) -> None:
    """Its exercises are not to be judged by it."""
    check = make_check(Outcome.CRASHED, "SyntaxError at batchnorm.py:7: no.")
    score = make_score("s", Outcome.CRASHED, Outcome.CRASHED)
    exercises = tuple(
        msgspec.structs.replace(one, checks=(check,))
        for one in score.units[0].exercises
    )
    unit = msgspec.structs.replace(score.units[0], exercises=exercises)
    score = msgspec.structs.replace(
        score, units=(unit,), submission=info or score.submission
    )

    assert report == placed(score, course)


def test_of_several_units_each_has_its_own_file(
    make_score: Callable[..., Score], course: Course, unit: Unit
) -> None:
    """A file that is not there is told of the one unit whose it is."""
    layers = msgspec.structs.replace(
        unit, id="u02_layers", title="Layers", module="layers.py"
    )
    both = msgspec.structs.replace(course, units=(layers, *course.units))
    score = make_score("s")
    first = msgspec.structs.replace(score.units[0], id="u02_layers", title="Layers")
    score = msgspec.structs.replace(score, units=(first, *score.units))

    report = placed(score, both)

    assert f"{HEAD}{TWO}" in report
