"""The first wrong array on the way back is named, in the units with long ones."""

import re

import pytest

from grader.catalog import load_course, select_units
from grader.judge import JudgeSettings, grade_one
from grader.model import Outcome, Score, Visibility
from grader.reports.terminal import render_check_report
from tests.course.intermediate_mistakes import CASES, LAYERS, Layer
from tests.course.test_messages import submission
from tests.course.test_pictures import ROOT, hidden

COURSE = load_course(ROOT)
NUMBERS = re.compile(
    r"(?<=expected )\S+(?=,)|(?<=found )\S+(?= at )|(?<=\w\[)[\d, ]+(?=\]\.)"
)
OWN_NAMES = re.compile(
    r"\b(x_hat|dx_hat|dvar|dmean|p|rows|diff|d|dcol|da|dc_sum|d[ifgo]|d[nzruv])\b"
)
DOUBLED = """
def doubled(made):
    backward = made.backward

    def twice(*upstream):
        found = backward(*upstream)
        many = isinstance(found, tuple)
        return tuple(2 * each for each in found) if many else 2 * found

    object.__setattr__(made, "backward", twice)
    return made

_right = CLASS

def CLASS(*args, **kwargs):
    return doubled(_right(*args, **kwargs))
"""
ANOTHER_FORWARD = """
class RNNCell(RNNCell):
    def forward(self, x, h, train=True):
        return 0.5 * super().forward(x, h, train)
"""
CLASSES = {
    "batchnorm": "BatchNorm",
    "loss": "SoftmaxCrossEntropy",
    "convolution": "Conv2d",
    "cell": "RNNCell",
    "lstm": "LSTMCell",
    "gru": "GRUCell",
}
ALTERNATIVES = [
    (name, path.name)
    for name, layer in LAYERS.items()
    for path in sorted(
        (hidden(select_units(COURSE, [layer.unit])[0]) / "alternatives").glob("*.py")
    )
]


def checked(layer: Layer, code: str, file: str = "") -> Score:
    """Return what the open checks of an exercise say of a module and further code."""
    (unit,) = select_units(COURSE, [layer.unit])
    path = hidden(unit) / (f"alternatives/{file}" if file else unit.module)
    data = f"import numpy as np\n{path.read_text(encoding='utf-8')}{code}".encode()
    settings = JudgeSettings(
        visibilities=(Visibility.OPEN,), only=(layer.exercise,), allow_unisolated=True
    )
    return grade_one(COURSE, [unit], submission(unit, data), settings)


def outcomes(score: Score, layer: Layer) -> list[Outcome]:
    """Return the outcome of the exercise."""
    exercises = score.units[0].exercises
    return [each.outcome for each in exercises if each.id == layer.exercise]


def advice(score: Score) -> set[str]:
    """Return all advice, without its numbers."""
    messages = [
        part
        for exercise in score.units[0].exercises
        for check in exercise.checks
        for part in check.message.split("\n\n")
    ]
    named = {part for part in messages if "named as the handout does" in part}
    return {NUMBERS.sub("#", part) for part in named}


@pytest.mark.parametrize("name", LAYERS)
def test_a_right_layer_with_these_names_passes(name: str) -> None:
    """The names alone change nothing, and nothing is said where nothing failed."""
    layer = LAYERS[name]

    score = checked(layer, layer.code)

    assert [Outcome.PASSED] == outcomes(score, layer)
    assert set() == advice(score)


@pytest.mark.parametrize("name", CASES)
def test_the_first_wrong_array_is_named(name: str) -> None:
    """What comes before it is right, and what comes after it is not looked at."""
    case = CASES[name]
    layer = LAYERS[case.layer]

    score = checked(layer, layer.code.replace(case.right, case.wrong))

    assert [Outcome.WRONG] == outcomes(score, layer)
    assert {case.told} == advice(score)


def test_a_check_that_names_an_array_is_told_before_one_that_knows_nothing() -> None:
    """The example by hand fails as well, and says less."""
    case = CASES["windows turned round"]
    layer = LAYERS[case.layer]
    score = checked(layer, layer.code.replace(case.right, case.wrong))

    report = " ".join(render_check_report(score, COURSE).split())

    assert set() == {
        c.diagnosis for e in score.units[0].exercises for c in e.checks
    } - {None}
    assert case.told in report


@pytest.mark.parametrize("name", ["sign of dvar", "slope of a", "slope of g"])
def test_nobody_needs_these_names(name: str) -> None:
    """A student who calls the arrays something else is told what all others are."""
    case = CASES[name]
    layer = LAYERS[case.layer]
    code = layer.code.replace(case.right, case.wrong)

    score = checked(layer, OWN_NAMES.sub(r"my_\1", code).replace("self.my_", "self."))

    assert [Outcome.WRONG] == outcomes(score, layer)
    assert set() == advice(score)


def test_nothing_is_said_beside_another_forward() -> None:
    """Backward belongs to the student's forward: other formulas have other arrays."""
    layer = LAYERS["cell"]

    score = checked(layer, layer.code + ANOTHER_FORWARD)

    assert [Outcome.WRONG] == outcomes(score, layer)
    assert set() == advice(score)


@pytest.mark.parametrize(("name", "file"), ALTERNATIVES)
def test_no_array_of_another_style_is_called_wrong(name: str, file: str) -> None:
    """All on the way back is right; only what backward returns is doubled after it."""
    code = DOUBLED.replace("CLASS", CLASSES[name])

    score = checked(LAYERS[name], code, file)

    assert [Outcome.WRONG] == outcomes(score, LAYERS[name])
    assert [] == [said for said in advice(score) if "other lines" not in said]
