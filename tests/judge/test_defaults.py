"""A default that a student changed is told where nothing more special is known."""

import pytest

from grader.judge.defaults import LONGEST, changed_default
from grader.model import Diagnosis
from tests.judge.conftest import GradeSuite

HANDED_OUT = """
def col2im(
    col: Array, shape: tuple[int, int, int], stride: int = 1, pad: int = 0
) -> Array: ...


class Dropout:
    def __init__(self, ratio: float = 0.5, rng: Generator | None = None) -> None: ...

    def backward(self, dout: Array | float = 1.0) -> Array: ...


def softmax(x, axis=-1): ...
"""
EVERYTHING = {"col2im", "Dropout", "softmax"}


@pytest.mark.parametrize(
    ("right", "wrong", "has", "must"),
    [
        ("pad: int = 0", "pad: int = 1", "col2im has pad=1", "pad=0"),
        ("ratio: float = 0.5", "ratio = 2e-1", "Dropout has ratio=2e-1", "ratio=0.5"),
        ("| None = None", "| None = 0", "Dropout has rng=0", "rng=None"),
        ("= 1.0", "= 2.0", "Dropout.backward has dout=2.0", "dout=1.0"),
        ("axis=-1", "axis=0", "softmax has axis=0", "axis=-1"),
    ],
)
def test_a_changed_default_is_named(
    right: str, wrong: str, has: str, must: str
) -> None:
    """Of a function, a constructor and a method, with annotations or without."""
    assert right in HANDED_OUT

    found = changed_default(HANDED_OUT, HANDED_OUT.replace(right, wrong), EVERYTHING)

    assert found is not None
    assert found.text == (
        f"Your {has} by default; it must be {must}, as in the file that was handed out."
    )


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("0.5", "5e-1"),  # the same number
        ("1.0", "1"),
        ("axis=-1", "axis = LAST"),  # nobody knows what it is
        ("axis=-1", "axis"),  # Python itself says so
        ("def softmax", "def other"),
        ("pad: int = 0", "pad: int = 0," + " " * LONGEST + "bias: int = 1"),
        ("...", "(" * 5000),  # what would end a parser
    ],
)
def test_what_says_the_same_is_not_told(right: str, wrong: str) -> None:
    """Other words, other names, and what cannot be read."""
    source = HANDED_OUT.replace(right, wrong)

    assert changed_default(HANDED_OUT, source, EVERYTHING) is None


def test_a_function_that_the_check_did_not_call_is_left_out() -> None:
    """Its default has nothing to do with this failure."""
    source = HANDED_OUT.replace("axis=-1", "axis=0").replace("ratio: float = 0.5", "x")

    assert changed_default(HANDED_OUT, source, {"col2im", "Dropout"}) is None


CHANGED = "Your Scale.forward has train=False by default; it must be train=True, as in "
CHANGED += "the file that was handed out."


@pytest.mark.parametrize(
    ("origin", "code", "text"),
    [
        ("RULE", "default:Scale.forward:train", CHANGED),
        ("SUSPECT", "known", "So it is."),
        ("AUTHOR", "known", "So it is."),
    ],
)
def test_a_suite_knows_more_than_a_default_says(
    grade_suite: GradeSuite, reference_source: str, origin: str, code: str, text: str
) -> None:
    """A general rule, and no cause at all, stand behind it."""
    source = reference_source.replace("train: bool = True", "train: bool = False")
    assert source != reference_source
    suite = f"""
@exercise("1.1")
def test_explained(student, rng):
    '''Always fails.'''
    student.Scale(np.ones(2)).forward(np.ones((1, 2)))
    finding = Finding("known", "So it is.", origin=Origin.{origin})
    raise CheckFailed("off.", (finding,))
"""

    found = grade_suite(suite, source=source)["explained"]

    assert Diagnosis(code, text) == found.diagnosis
