"""What a manifest says of its exercises is held against their checks."""

from pathlib import Path

import pytest

from tests.authoring.proving import UNIT, copied, edit, findings_of

ONE_MORE = '''


@exercise("1.4")
def test_that_it_is_there(student: Student) -> None:
    """Scale can be made."""
    student.Scale()
'''


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the course, for a test to break."""
    return copied(tmp_path)


@pytest.mark.parametrize(
    ("marked", "suites", "told"),
    [
        (
            "",
            ["assignments"],
            (
                "has no hidden check, and a student reads that there are some; write "
                "one, or put all_open = true into its table."
            ),
        ),
        (
            "all_open = true\n",
            ["assignments", "solutions"],
            (
                "is all_open and has a hidden check, which is worth nothing; take one "
                "of the two out."
            ),
        ),
        ("all_open = true\n", ["assignments"], ""),
    ],
    ids=["not said", "said and not so", "said"],
)
def test_whether_hidden_checks_exist_is_said_in_the_manifest(
    root: Path, marked: str, suites: list[str], told: str
) -> None:
    """A student's kit says how many points the open checks carry."""
    manifest = root / "assignments" / UNIT / "unit.toml"
    edit(manifest, "points = 10", "points = 6")
    added = (
        '\n[[exercises]]\nid = "1.4"\nname = "Is there"\npoints = 4\n'
        f'minutes = 5\ndifficulty = 1\nhints = ["Try it."]\n{marked}'
    )
    manifest.write_text(manifest.read_text(encoding="utf-8") + added, encoding="utf-8")
    for suite in suites:
        path = root / suite / UNIT / "test_scale.py"
        more = ONE_MORE.replace("that_it", f"in_{suite}_it")
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    edit(
        root / "assignments" / UNIT / "README.md",
        "| 10 |",
        "| 6 |\n| 1.4 | Is there | 4 |",
    )
    reveal = root / "solutions" / UNIT / "reveal.toml"
    edit(reveal, '["1.3"]', '["1.4"]\nreason = "No line."\n\n["1.3"]')

    found = [
        one for one in findings_of(root) if "exercise 1.4" in one and "hidden" in one
    ]

    assert found == [f"u01_scale: exercise 1.4 {told}"] * bool(told)
