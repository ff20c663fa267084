"""A broken course.toml is refused in one sentence that its author can act on."""

from pathlib import Path

import pytest

from grader.catalog import load_course
from grader.errors import CourseError

COURSE = "assignments/course.toml"

BROKEN_COURSES = {
    "format": (
        "format = 1",
        "format = 2",
        "the course has format = 2; format must be 1, the only one this grader reads.",
    ),
    "unknown key": (
        "seed = 7",
        "seed = 7\nsed = 8",
        "the course has the unknown key 'sed'; did you mean 'seed'?",
    ),
    "strange key": (
        "seed = 7",
        "seed = 7\nzzzz = 8",
        (
            "the course has the unknown key 'zzzz'; it may have format, title, seed, "
            "units, open_share, limits, weights, diagnosis, reveal and due."
        ),
    ),
    "missing key": (
        "seed = 7\n",
        "",
        "the course lacks the key 'seed'; seed must be a whole number from 0 up.",
    ),
    "negative seed": (
        "seed = 7",
        "seed = -7",
        "the course has seed = -7; seed must be a whole number from 0 up.",
    ),
    "share above one": (
        "open_share = 0.4",
        "open_share = 1.5",
        "the course has open_share = 1.5; open_share must be a number from 0 to 1.",
    ),
    "share not a number": (
        "open_share = 0.4",
        "open_share = nan",
        "the course has open_share = nan; open_share must be a number from 0 to 1.",
    ),
    "unit outside": (
        '"u02_layers", ',
        '"../u02", ',
        (
            "the course has units = ['../u02', 'u06_batchnorm']; units must be "
            'a list of one or more folder names such as "u06_batchnorm".'
        ),
    ),
    "no units": (
        '["u02_layers", "u06_batchnorm"]',
        "[]",
        (
            "the course has units = []; units must be "
            'a list of one or more folder names such as "u06_batchnorm".'
        ),
    ),
    "weight": (
        "u06_batchnorm = 2",
        "u06_batchnorm = 0",
        (
            "the course has weights = {'u06_batchnorm': 0}; weights must be "
            "a table that gives units positive whole numbers."
        ),
    ),
    "policy of causes": (
        "seed = 7",
        'seed = 7\ndiagnosis = "later"',
        (
            "the course has diagnosis = 'later'; diagnosis must be "
            '"second_try", "at_once" or "after_due".'
        ),
    ),
    "policy of solutions": (
        "seed = 7",
        'seed = 7\nreveal = "always"',
        (
            "the course has reveal = 'always'; reveal must be "
            '"after_passing", "after_due" or "never".'
        ),
    ),
    "due date without a time zone": (
        "seed = 7",
        "seed = 7\ndue.u02_layers = 2027-01-31T23:59:00",
        (
            "the course has due = {'u02_layers': datetime.date...1, 31, 23, 59)}"
            "; due must be a table that gives units a moment with its time zone, "
            "such as 2027-01-31T23:59:00Z."
        ),
    ),
    "due date of a stranger": (
        "seed = 7",
        "seed = 7\ndue.zzz = 2027-01-31T23:59:00Z",
        (
            "due names 'zzz', which units does not list; "
            "the units are u02_layers and u06_batchnorm."
        ),
    ),
    "repeated unit": (
        '"u02_layers", ',
        '"u06_layers", ',
        (
            "units lists 'u06_layers' and 'u06_batchnorm'; "
            "each unit must have a number of its own."
        ),
    ),
    "unit twice": (
        '"u02_layers", ',
        '"u06_batchnorm", ',
        (
            "units lists 'u06_batchnorm' and 'u06_batchnorm'; "
            "each unit must have a number of its own."
        ),
    ),
    "weight of a near miss": (
        "u06_batchnorm = 2",
        "u06_batchnrm = 2",
        (
            "weights names 'u06_batchnrm', which units does not list; "
            "did you mean 'u06_batchnorm'?"
        ),
    ),
    "weight of a stranger": (
        "u06_batchnorm = 2",
        "zzz = 2",
        (
            "weights names 'zzz', which units does not list; "
            "the units are u02_layers and u06_batchnorm."
        ),
    ),
    "limit": (
        "call_s = 3",
        "call_s = 0",
        (
            "[limits] has call_s = 0; call_s must be "
            "a positive number of seconds, at most 86400."
        ),
    ),
    "no folder": (
        '"u02_layers", ',
        '"u05_optim", ',
        (
            "units lists 'u05_optim', but there is no folder assignments/u05_optim; "
            "create it or take it off the list."
        ),
    ),
    "not TOML": (
        "seed = 7",
        "seed = ",
        "this is not TOML: Invalid value (at line 3, column 8).",
    ),
}


def refusal(root: Path) -> str:
    """Return the sentence that refuses the course."""
    with pytest.raises(CourseError) as refused:
        load_course(root)
    return str(refused.value)


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"), BROKEN_COURSES.values(), ids=BROKEN_COURSES
)
def test_a_broken_course_file_is_refused(
    root: Path, right: str, wrong: str, sentence: str
) -> None:
    """Its author reads where, what was found, and what must stand there."""
    text = (root / COURSE).read_text()
    (root / COURSE).write_text(text.replace(right, wrong, 1))

    assert f"{COURSE}: {sentence}" == refusal(root)
