"""A broken unit.toml is refused in one sentence that its author can act on."""

from pathlib import Path

import pytest

from grader.catalog import load_course
from grader.errors import CourseError

UNIT = "assignments/u06_batchnorm/unit.toml"

BROKEN_UNITS = {
    "format": (
        "format = 1",
        'format = "1"',
        "the unit has format = '1'; format must be 1, the only one this grader reads.",
    ),
    "module in a folder": (
        '"batchnorm.py"',
        '"../batchnorm.py"',
        (
            "the unit has module = '../batchnorm.py'; module must be "
            'a plain .py file name such as "batchnorm.py".'
        ),
    ),
    "module is a suite": (
        '"batchnorm.py"',
        '"test_x.py"',
        (
            "the unit has module = 'test_x.py'; module must be "
            'a plain .py file name such as "batchnorm.py".'
        ),
    ),
    "no title": (
        'title = "Batch normalization"',
        'title = " "',
        "the unit has title = ' '; title must be a text that is not empty.",
    ),
    "limit": (
        "memory_mib = 256",
        "memory_mib = -1",
        "[limits] has memory_mib = -1; memory_mib must be a positive whole number.",
    ),
    "limit of no such name": (
        "memory_mib = 256",
        "memory = 256",
        "[limits] has the unknown key 'memory'; did you mean 'memory_mib'?",
    ),
    "negative points": (
        "points = 40",
        "points = -1",
        "exercise 6.2 has points = -1; points must be a positive whole number.",
    ),
    "half points": (
        "points = 40",
        "points = 39.5",
        "exercise 6.2 has points = 39.5; points must be a positive whole number.",
    ),
    "points as text": (
        "points = 40",
        'points = "40"',
        "exercise 6.2 has points = '40'; points must be a positive whole number.",
    ),
    "points true": (
        "points = 40",
        "points = true",
        "exercise 6.2 has points = True; points must be a positive whole number.",
    ),
    "sum": (
        "points = 40",
        "points = 30",
        "the points of the exercises sum to 90; they must sum to 100.",
    ),
    "difficulty": (
        "difficulty = 3",
        "difficulty = 4",
        "exercise 6.2 has difficulty = 4; difficulty must be 1, 2 or 3.",
    ),
    "no hints": (
        'hints = ["Three arrows leave x."]',
        "hints = []",
        "exercise 6.2 has hints = []; hints must be a list of one or more texts.",
    ),
    "hints left out": (
        'hints = ["Three arrows leave x."]\n',
        "",
        (
            "exercise 6.2 lacks the key 'hints'; "
            "hints must be a list of one or more texts."
        ),
    ),
    "unknown key": (
        "minutes = 60",
        "minutes = 60\nminute = 3",
        "exercise 6.2 has the unknown key 'minute'; did you mean 'minutes'?",
    ),
    "id as number": (
        'id = "6.2"',
        "id = 6.2",
        (
            "exercise 6.2 has id = 6.2; id must be "
            'a text such as "6.3", the number of the unit and a count from 1.'
        ),
    ),
    "no id": (
        'id = "6.2"\n',
        "",
        (
            "exercise number 2 lacks the key 'id'; id must be "
            'a text such as "6.3", the number of the unit and a count from 1.'
        ),
    ),
    "id of another unit": (
        'id = "6.2"',
        'id = "5.2"',
        "exercise 5.2 is in unit 6; its id must begin with '6.'.",
    ),
    "repeated id": (
        'id = "6.2"',
        'id = "6.1"',
        "exercise 6.1 is there twice; each exercise must have an id of its own.",
    ),
    "needs itself": (
        'needs = ["6.1"]',
        'needs = ["6.2"]',
        (
            "exercise 6.2 needs '6.2', which is itself; "
            "needs must name exercises that are listed before it."
        ),
    ),
    "needs nothing known": (
        'needs = ["6.1"]',
        'needs = ["6.1", "6.9"]',
        (
            "exercise 6.2 needs '6.9', which does not exist; "
            "needs must name exercises that are listed before it."
        ),
    ),
    "needs a later one": (
        "difficulty = 2",
        'difficulty = 2\nneeds = ["6.2"]',
        (
            "exercise 6.1 needs '6.2', which comes later; "
            "needs must name exercises that are listed before it."
        ),
    ),
    "module of another unit": (
        '"batchnorm.py"',
        '"layers.py"',
        (
            "the unit has module = 'layers.py', as u02_layers has; "
            "each unit must have a module name of its own."
        ),
    ),
}


def refusal(root: Path) -> str:
    """Return the sentence that refuses the course."""
    with pytest.raises(CourseError) as refused:
        load_course(root)
    return str(refused.value)


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"), BROKEN_UNITS.values(), ids=BROKEN_UNITS
)
def test_a_broken_unit_manifest_is_refused(
    root: Path, right: str, wrong: str, sentence: str
) -> None:
    """Its author reads where, what was found, and what must stand there."""
    text = (root / UNIT).read_text()
    (root / UNIT).write_text(text.replace(right, wrong, 1))

    assert f"{UNIT}: {sentence}" == refusal(root)


def test_a_unit_without_exercises_is_refused(root: Path) -> None:
    """Points cannot sum to 100 over nothing."""
    text = (root / UNIT).read_text()
    (root / UNIT).write_text(text.partition("[limits]")[0])

    assert (
        f"{UNIT}: the unit lacks the key 'exercises'; "
        "exercises must be one or more [[exercises]] tables."
    ) == refusal(root)


@pytest.mark.parametrize("where", ["assignments/course.toml", UNIT])
def test_a_missing_manifest_is_named(root: Path, where: str) -> None:
    """The folder may be there while its manifest is not."""
    (root / where).unlink()

    assert f"{where}: there is no such file; every course needs it." == refusal(root)


def test_a_manifest_that_cannot_be_read_is_named(root: Path) -> None:
    """A folder where a file belongs is the usual cause."""
    (root / UNIT).unlink()
    (root / UNIT).mkdir()

    assert f"{UNIT}: the file cannot be read: Is a directory." == refusal(root)


def test_a_manifest_that_is_not_utf8_is_refused_with_its_line(root: Path) -> None:
    """Old editors on Windows still save other encodings."""
    text = (root / UNIT).read_text().replace("Batch normalization", "Größe")
    (root / UNIT).write_bytes(text.encode("latin-1"))

    assert f"{UNIT}: line 2 is not UTF-8; save the file as UTF-8 text." == refusal(root)
