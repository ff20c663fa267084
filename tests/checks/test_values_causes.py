"""close, raises and require: what each says a failure means."""

import contextlib
from collections.abc import Callable

import numpy as np
import pytest

from grader.checks import Clues, close, raises, require
from grader.errors import BadOutput, CheckFailed, CourseError, Finding, Origin
from grader.sandbox.messages import Value
from tests.checks.conftest import Start

RIGHT = np.random.default_rng(2).normal(size=(5, 7))
SOURCE = """
import numpy as np

def accept():
    return 1

def stumbles():
    return {}["W"]

def asserts():
    assert False
"""


def of_close(got: Value, expected: Value, **options: Value) -> tuple[Finding, ...]:
    """Return the causes with which close fails."""
    with pytest.raises((CheckFailed, BadOutput)) as caught:
        close(got, expected, "out", **options)
    assert isinstance(caught.value, CheckFailed | BadOutput)
    return caught.value.findings


LET_THROUGH = (
    "Your code lets it through: raise ValueError for it, before anything else."
)


@pytest.mark.parametrize(
    ("got", "expected", "finding"),
    [
        (
            None,
            RIGHT,
            Finding(
                "not-returned",
                "out is None: is a return missing, or a value never set?",
            ),
        ),
        (
            (RIGHT,),
            RIGHT,
            Finding(
                "not-an-array:tuple",
                "out is a tuple: is there a comma at the end of the line, more than "
                "one value after return, or np.where with a condition alone?",
            ),
        ),
        (
            "1",
            1.0,
            Finding("not-a-number", "out must be one number: float(value) makes one."),
        ),
        (
            [1.0],
            [1.0],
            Finding(
                "not-an-array:list",
                "out is a list: make it an array with a function of xp, such as "
                "xp.stack; NumPy's own would leave the GPU.",
                plain="out is a list: make it an array, with np.array or np.stack.",
            ),
        ),
        (
            2.0,
            RIGHT,
            Finding(
                "not-an-array:number",
                "out is one number: a sum or a mean is taken over all axes, @ "
                "multiplies two rows, squeeze or an index takes the axes away, or a "
                "plain number is made, as a draw without its shape is.",
            ),
        ),
        (
            {},
            RIGHT,
            Finding(
                "not-an-array",
                "out must be a NumPy array: look at the line that makes it.",
            ),
        ),
    ],
    ids=["none", "tuple", "number", "list", "scalar", "dict"],
)
def test_another_kind_has_a_usual_reason(
    got: Value, expected: Value, finding: Finding
) -> None:
    """It is true on any inputs."""
    assert (finding,) == of_close(got, expected)


def test_numbers_that_agree_are_named() -> None:
    """By the axes of the clues; what the author knows of the check comes first."""
    clues = Clues(axes={"out": "N D"}, cause="The bias is missing.")

    findings = of_close(RIGHT / 5, RIGHT, clues=clues)

    text = (
        "It is the right value divided by N (N = 5): a mean was taken where a sum "
        "belongs, or a factor N is missing."
    )
    known = "cause:the-bias-is-missing", "The bias is missing."
    assert Finding(*known, origin=Origin.AUTHOR) == findings[0]
    assert Finding("factor:1/N", text, is_fit=True) == findings[1]


def test_a_failure_has_a_signature() -> None:
    """For grouping those that nothing explains."""
    with pytest.raises(CheckFailed) as caught:
        close(RIGHT**3 + 1, RIGHT, "out", clues=Clues(axes={"out": "N D"}))

    assert () == caught.value.findings
    assert "out (N, D): all entries wrong, ratio not constant" == (
        caught.value.signature
    )


def test_a_wrong_shape_is_explained_by_its_numbers_and_its_form() -> None:
    """In that order, by the names of the axes."""
    first, *_, last = of_close(RIGHT.T, RIGHT, clues=Clues(axes={"out": "N D"}))

    assert first.text.endswith("in another order: .T of it would be right.")
    assert last.text.startswith("Axis 0 (N) has length 7, which is D, in place of 5;")


def test_of_three_axes_the_order_is_told() -> None:
    """Their transpose alone is another one."""
    right = np.stack([RIGHT, RIGHT + 1.0])

    first, *_ = of_close(right.transpose(0, 2, 1), right)

    assert (
        "The numbers are right, with the axes in another order: .transpose(0, 2, 1) of "
        "it would be right."
    ) == first.text


def test_a_wrong_dtype_is_explained() -> None:
    """Where one is asked for."""
    (finding,) = of_close(RIGHT, RIGHT, dtype="float32")

    assert "wrong-dtype:float64" == finding.code


def test_clues_are_computed_only_for_a_failure() -> None:
    """A check that passes costs nothing more."""
    calls: list[str] = []

    def made(name: str) -> Callable[[], Value]:
        def make() -> Value:
            calls.append(name)
            return RIGHT**3

        return make

    clues = Clues(
        known={"x": made("known")},
        terms={"all": made("terms")},
        suspects={"cube": ("A cube was taken.", made("suspects"))},
    )
    close(RIGHT, RIGHT, "out", clues=clues)
    assert [] == calls

    assert "A cube was taken." == of_close(RIGHT**3, RIGHT, clues=clues)[0].text
    assert {"known", "terms", "suspects"} == set(calls)


def test_the_axes_of_known_arrays_have_sizes_too() -> None:
    """A factor may be the length of an axis that the result does not have."""
    clues = Clues(axes={"x": "T N"}, known={"x": np.zeros((11, 5))})

    assert "factor:1/T" == of_close(RIGHT / 11, RIGHT, clues=clues)[0].code


def test_axes_that_do_not_fit_are_the_suites_mistake() -> None:
    """It is told so, and not the student."""
    with pytest.raises(CourseError) as caught:
        close(RIGHT + 1, RIGHT, "out", clues=Clues(axes={"out": "N T D"}))

    assert "clues: axes of 'out' must name 2 axes, found 'N T D'." == str(caught.value)


def test_require_may_say_what_a_failure_means() -> None:
    """Only where nothing else can fail it; its code is its first words."""
    said = "The mask is drawn in evaluation, too: it must not be."

    with pytest.raises(CheckFailed) as caught:
        require([], "out must be x", said)

    code = "cause:the-mask-is-drawn-in-evaluation"
    assert (Finding(code, said, origin=Origin.AUTHOR),) == caught.value.findings


def test_require_without_a_cause_has_none() -> None:
    """A message alone explains nothing."""
    with pytest.raises(CheckFailed) as caught:
        require([], "out must be x")

    assert () == caught.value.findings


@pytest.mark.parametrize(
    ("name", "finding"),
    [
        (
            "stumbles",
            Finding(
                "raised:KeyError",
                "It runs on with what it was given until KeyError stops it: test the "
                "arguments first, and raise ValueError yourself.",
            ),
        ),
        (
            "asserts",
            Finding(
                "raised:AssertionError",
                "An assert raises AssertionError: write if, and raise ValueError.",
            ),
        ),
        (
            "accept",
            Finding("raised-nothing", LET_THROUGH),
        ),
    ],
)
def test_raises_says_what_to_do(walled: Start, name: str, finding: Finding) -> None:
    """Whether something else was raised, or nothing."""
    student = walled(SOURCE)

    with pytest.raises(CheckFailed) as caught:
        raises(ValueError, getattr(student, name))

    assert (finding,) == caught.value.findings


def test_a_suite_knows_more_of_nan_than_its_general_causes() -> None:
    """The suite may have handed in the nan itself."""
    clues = Clues(cause="Refuse first, then scale.")
    with pytest.raises(CheckFailed) as caught:
        close(RIGHT * np.nan, RIGHT, "out", clues=clues)

    texts = [finding.text for finding in caught.value.findings]
    assert texts[:2] == [
        "Refuse first, then scale.",
        (
            "It is nan everywhere: look for 0/0, inf/inf, 0 * inf, inf - inf, and "
            "roots or logarithms of negative numbers."
        ),
    ]


def test_one_number_is_nan_and_not_everywhere() -> None:
    """There is one place."""
    with pytest.raises(CheckFailed) as caught:
        close(np.nan, 1.0, "the loss")

    assert caught.value.findings[0].text == (
        "It is nan: look for 0/0, inf/inf, 0 * inf, inf - inf, and roots or logarithms "
        "of negative numbers."
    )


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (np.array([True, True]), True),
        (np.array([True, False]), False),
        (np.zeros(0, bool), False),
        (np.array("a") == "a", True),
    ],
)
def test_require_takes_what_a_comparison_with_an_array_gives(
    condition: object, *, holds: bool
) -> None:
    """A submission may answer with an array where a list or a text is wanted."""
    with contextlib.nullcontext() if holds else pytest.raises(CheckFailed):
        require(condition, "it must hold")
