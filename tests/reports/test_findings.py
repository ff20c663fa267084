"""Findings are one line each, and say what to do where something is not right."""

import pytest

from grader.reports.findings import (
    Finding,
    Mark,
    render_differences,
    render_findings,
)

OK = Finding("Python", "3.12.1")
LOOK = Finding("terminal", "70 columns", Mark.LOOK, "Make it wider.")
BROKEN = Finding("writing", "not possible", Mark.BROKEN, "Move the folder.")


def test_findings_are_listed_and_summed_up() -> None:
    """What to do stands below what it is about."""
    assert render_findings("This machine", [OK, LOOK, BROKEN], 80) == (
        "This machine\n"
        "\n"
        "ok      Python        3.12.1\n"
        "look    terminal      70 columns\n"
        "                      Make it wider.\n"
        "broken  writing       not possible\n"
        "                      Move the folder.\n"
        "\n"
        "2 things need a look."
    )


@pytest.mark.parametrize(
    ("findings", "closing"),
    [([OK], "All is right.\n\nNext: grader"), ([OK, LOOK], "1 thing needs a look.")],
)
def test_the_last_line_sums_up(findings: list[Finding], closing: str) -> None:
    """For those who read one line."""
    assert render_findings("", findings, 80).endswith(f"\n\n{closing}")


@pytest.mark.parametrize(
    ("findings", "closing"),
    [
        ([OK], "Nothing differs."),
        ([LOOK], "1 thing differs."),
        ([LOOK, BROKEN], "2 things differ."),
    ],
)
def test_a_comparison_says_how_much_differs(
    findings: list[Finding], closing: str
) -> None:
    """A difference is no fault."""
    assert closing == render_differences("", findings, 80).splitlines()[-1]


def test_a_long_finding_is_folded_and_steers_no_terminal() -> None:
    """A path may be long, and an error may quote a stranger's text."""
    said = "a word " * 9 + "\x1b[2J"

    lines = render_findings("", [Finding("course", said)], 80).splitlines()

    assert lines[0] == "ok      course        " + "a word " * 8 + "a"
    assert lines[1] == " " * 22 + "word \\x1b[2J"
