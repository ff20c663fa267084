"""Where `grader` alone goes on."""

import msgspec
import pytest

from grader.model import Course, Outcome, Unit
from grader.reports.following import from_begun

FOUND = {"p": Outcome.PASSED, "w": Outcome.WRONG, "-": Outcome.NOT_STARTED}


@pytest.mark.parametrize(
    ("found", "order"),
    [
        pytest.param("", "0123", id="nothing is known"),
        pytest.param("pp", "0123", id="the first is done"),
        pytest.param("-- -- pp", "2301", id="began in the middle"),
        pytest.param("-- pp -- pw", "3120", id="passed over one"),
        pytest.param("pw -- -- p-", "0312", id="two are in work"),
    ],
)
def test_what_is_begun_and_not_done_comes_first(
    course: Course, unit: Unit, found: str, order: str
) -> None:
    """Who passes over a unit is not sent back to it before the end."""
    units = [
        msgspec.structs.replace(
            unit,
            id=f"u{number}",
            exercises=tuple(
                msgspec.structs.replace(one, id=f"{number}.{place}")
                for place, one in enumerate(unit.exercises)
            ),
        )
        for number in range(4)
    ]
    known = {
        f"{number}.{place}": FOUND[each]
        for number, pair in enumerate(found.split())
        for place, each in enumerate(pair)
    }

    units = from_begun(msgspec.structs.replace(course, units=tuple(units)), known)

    assert order == "".join(one.id[1:] for one in units)
