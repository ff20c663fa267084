"""What is wrong first is told first."""

import pytest

from grader.errors import StudentException
from grader.judge.outcomes import message_of, source_line, with_row
from grader.judge.settings import JudgeSettings
from grader.model import Limits, Outcome, Visibility
from tests.judge.conftest import GradeSource, GradeSuite, check

PAIR = """
@exercise("1.1")
def test_output(student, rng):
    '''The forward pass.'''
    {forward}
    raise CheckFailed("off.", about="{about}")

@exercise("1.1")
def test_back(student, rng):
    '''The way back.'''
    student.Scale(np.ones(2)).forward(np.ones((1, 2)))
    finding = Finding("sign", "A minus is missing.", {is_fit})
    raise CheckFailed("off.", (finding,), about="dx", is_measured={is_measured})
"""
USED = "student.Scale(np.ones(2)).forward(np.ones((1, 2)))"
TEXTS = {
    "after:out": "out is wrong first, and backward builds on it: mend that, then look "
    "again.",
    "sign": "A minus is missing.",
}


@pytest.mark.parametrize(
    ("forward", "about", "is_fit", "is_measured", "code"),
    [
        (USED, "out", True, False, "after:out"),
        (USED, "out of one row", False, True, "after:out"),
        (USED, "out", False, False, "sign"),
        (USED, "outer", True, True, "sign"),
        ("pass", "out", True, True, "sign"),
    ],
    ids=["a fit", "measured", "a fact", "no output", "another layer"],
)
def test_a_backward_waits_for_its_own_forward(
    grade_suite: GradeSuite,
    forward: str,
    about: str,
    is_fit: object,
    is_measured: object,
    code: str,
) -> None:
    """A gradient of a wrong forward agrees with a cause in backward by accident."""
    suite = PAIR.format(
        forward=forward, about=about, is_fit=is_fit, is_measured=is_measured
    )

    found = grade_suite(suite)["back"].diagnosis

    assert found is not None
    assert (code, TEXTS[code]) == (found.code, found.text)


@pytest.mark.parametrize(
    ("callers", "at_import", "shown"),
    [
        ((), False, ""),
        ((1, 2), False, "\n    reached from\n    1 | call()"),
        ((1,), True, "\n    reached while the file is imported, from\n    1 | call()"),
    ],
    ids=["alone", "called", "imported"],
)
def test_the_line_that_led_to_an_exception_is_shown(
    callers: tuple[int, ...],
    at_import: object,
    shown: str,
) -> None:
    """The mistake is often in the call, and the line that stops is right."""
    error = StudentException("ValueError", (), "no", 3, "a.py:3", callers)
    error.at_import = bool(at_import)

    text = source_line(error, b"call()\nmiddle()\nfails()\n")

    assert text == f"\n\n    3 | fails(){shown}"


def test_a_long_line_goes_on_below_and_is_cut_with_a_sign() -> None:
    """What is wrong may stand at its end; a student must see that there is more."""
    error = StudentException("ValueError", (), "no", 1, "a.py:1")
    rows = ["1 | x = " + "1 + " * 15 + "1", "  |     " + "+ 1 " * 15 + "+"]
    rows += ["  |     " + "1 + " * 15 + "1", rows[1]]

    two = source_line(error, b"x = " + b"1 + " * 30 + b"1")
    many = source_line(error, b"x = " + b"1 + " * 99)

    assert two.split("\n    ")[1:] == [rows[0], rows[1].removesuffix(" +")]
    assert many.split("\n    ")[1:] == [*rows, "  |     " + "1 + " * 15 + "1 ..."]


def test_lines_deep_inside_are_shown_beside_each_other() -> None:
    """What both lines have in common is left out, so that the difference is seen."""
    kind = "IndentationError"
    error = StudentException(kind, (kind,), "unexpected indent", 2, "a.py:2")

    text = source_line(error, b" " * 24 + b"x = 1\n" + b" " * 28 + b"y = 2\n")

    assert text == ("\n\n    1 |             x = 1\n    2 |                 y = 2")


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("off.", "off.\n\n    input      x (2,)"),
        (
            "off.\n\n    got  1\n    extent     all\n\nRight for N = 1.",
            (
                "off.\n\n    got  1\n    extent     all\n    input      x (2,)\n\n"
                "Right for N = 1."
            ),
        ),
    ],
    ids=["no table", "a table and a sentence"],
)
def test_inputs_stand_in_the_table(message: str, text: str) -> None:
    """Under a sentence they would read as a part of it."""
    assert text == with_row(message, "input", "x (2,)")


@pytest.mark.parametrize(
    ("kind", "said", "text"),
    [
        (
            "BdbQuit",
            "",
            "breakpoint() needs --debug: add it to the command, to stop before a.py:3.",
        ),
        (
            "ValueError",
            "shapes (2,) (4,) ",
            "ValueError at a.py:3: shapes (2,) (4,).",
        ),
        (
            "AttributeError",
            "module 'numpy' has no attribute 'float'.\nUse `np.float64` here.",
            "AttributeError at a.py:3: module 'numpy' has no attribute 'float'.",
        ),
        (
            "TypeError",
            "<suite_given.Evaluate object at 0x7f9d32992090> argument after ** must",
            "TypeError at a.py:3: Evaluate argument after ** must.",
        ),
    ],
    ids=["breakpoint", "a space at the end", "a long story", "an object"],
)
def test_an_exception_is_told_in_a_sentence(kind: str, said: str, text: str) -> None:
    """What NumPy or the debugger adds would send a student elsewhere."""
    error = StudentException(kind, (kind,), said, 3, "a.py:3")

    assert text == message_of(error, Limits())


def test_the_debuggers_own_words_are_not_shown(
    grade_source: GradeSource, reference_source: str
) -> None:
    """They hold a temporary path of the grader's."""
    stop = '        self.grads["gamma"] ='
    source = reference_source.replace(stop, f"        breakpoint()\n{stop}", 1)

    score = grade_source(source, JudgeSettings(visibilities=(Visibility.OPEN,)))

    found = check(score, "small_gradient")
    assert (Outcome.CRASHED, "") == (found.outcome, found.output)


def test_at_home_nobody_else_has_been_told(grade_suite: GradeSuite) -> None:
    """The log of `grader check` is the student's own terminal."""
    suite = """
@exercise("1.1")
def test_broken(student):
    '''Never fails for a student.'''
    raise RuntimeError
"""
    settings = JudgeSettings(visibilities=(Visibility.OPEN,))

    found = grade_suite(suite, "assignments", settings)["broken"]

    assert "the grader failed, not you; please tell your teacher" == found.message
