"""steps and snapshots: what a suite sees of an optimizer, and what a student reads."""

import numpy as np
import pytest

from grader.checks import Clues, snapshots, steps
from grader.errors import BadOutput, CheckFailed, CourseError, Finding, Origin
from grader.numerics.diagnosis.scene import Array
from grader.sandbox.messages import Ref, Returned, Value
from grader.sandbox.session import Module
from tests.checks.conftest import Start
from tests.sandbox.peers import Play, play

__all__ = ["play"]

SOURCE = """
class Momentum:
    def __init__(self, lr, momentum):
        self.lr, self.momentum, self.v = lr, momentum, {}

    def update(self, params, grads):
        for key, g in grads.items():
            v = self.momentum * self.v.get(key, 0 * g) - self.lr * g
            self.v[key] = v
            params[key] += v

class Averages(Momentum):
    def update(self, params, grads):
        for key, g in grads.items():
            v = self.momentum * self.v.get(key, 0 * g) - (1 - self.momentum) * g
            self.v[key] = v
            params[key] += v

class Forgets(Momentum):
    def update(self, params, grads):
        for key, g in grads.items():
            params[key] -= self.lr * g

class Loses(Momentum):
    def update(self, params, grads):
        if self.v:
            params.pop("W", None)
        self.v = grads

class Flattens(Momentum):
    def update(self, params, grads):
        params["W"] = params["W"].ravel()
"""
RATES = {"lr": 0.2, "momentum": 0.7}
RNG = np.random.default_rng(5)
START = RNG.normal(size=(2, 3))
GRADIENTS = RNG.normal(size=(4, 2, 3))


def path() -> tuple[Array, Array]:
    """Return (T, ...) places after each step and velocities before it."""
    ages = np.subtract.outer(np.arange(4), np.arange(4))
    faded = np.tensordot(np.tril(0.7 ** np.abs(ages)), GRADIENTS, 1)
    velocities = -0.2 * faded
    places = START + velocities.cumsum(axis=0)
    return places, np.append(0 * velocities[:1], velocities[:-1], axis=0)


def check(student: Module, name: str, **clues: Value) -> None:
    """Check four steps as a suite does."""
    each = [{"W": gradient} for gradient in GRADIENTS]
    seen = snapshots(getattr(student, name)(**RATES).update, {"W": START}, each)
    right, velocities = path()
    terms = {"velocity": velocities, "gradient": GRADIENTS}
    known = Clues(terms=terms, constants=RATES, **clues)
    steps(seen["W"], right, 'params["W"]', start=START, clues=known)


def test_right_steps_pass(submission: Start) -> None:
    """And the suite's own arrays stay as they are."""
    before = START.copy()

    check(submission(SOURCE), "Momentum")

    assert np.array_equal(before, START)


def test_a_wrong_first_step_is_named_with_its_term(submission: Start) -> None:
    """The largest difference is shown, then what the numbers agree with."""
    with pytest.raises(CheckFailed) as caught:
        check(submission(SOURCE), "Averages")

    symptom, table = str(caught.value).split("\n\n")
    assert 'params["W"] is wrong after step 1 already.' == symptom
    assert "expected" in table
    assert 'at params["W"][' in table
    assert "after step 1" in table
    text = "In step 1 the gradient comes in with -(1 - momentum) instead of -lr."
    code = "weight:gradient:-(1 - momentum)"
    assert Finding(code, text, is_fit=True) == caught.value.findings[0]
    assert 'params["W"]: wrong from the first step on' == caught.value.signature


def test_a_wrong_later_step_is_named_with_its_term(submission: Start) -> None:
    """The steps before it are right, and that is told."""
    with pytest.raises(CheckFailed) as caught:
        check(submission(SOURCE), "Forgets")

    symptom, table = str(caught.value).split("\n\n")
    assert 'params["W"] is right after step 1 and wrong after step 2.' == symptom
    assert "after step 2" in table
    assert (
        "In step 2 the velocity is missing: is it kept from step to step?"
        == caught.value.findings[0].text
    )
    assert 'params["W"]: wrong from a later step on' == caught.value.signature


def test_the_suites_own_words_come_where_they_belong(submission: Start) -> None:
    """A wrong formula it thought of first, what a failure means last."""
    wrong = START - 0.2 * GRADIENTS.cumsum(axis=0)
    suspects = {"plain": ("This is plain SGD.", wrong), "other": ("No.", wrong + 1)}

    with pytest.raises(CheckFailed) as caught:
        check(submission(SOURCE), "Forgets", suspects=suspects, cause="Look again.")

    first, *_, last = caught.value.findings
    assert Finding("plain", "This is plain SGD.", origin=Origin.SUSPECT) == first
    assert Finding("cause:look-again", "Look again.", origin=Origin.AUTHOR) == last


def test_a_key_that_is_gone_is_told_with_its_step(submission: Start) -> None:
    """Before any number is compared."""
    with pytest.raises(BadOutput) as caught:
        check(submission(SOURCE), "Loses")

    assert 'params must still hold "W" after step 2' == str(caught.value)


def test_a_claim_that_params_are_no_dict_is_refused(play: Play) -> None:
    """Only a worker that lies makes it."""
    update = play(Returned(Ref(1, "function")), Returned([[None, 7]])).update

    with pytest.raises(BadOutput) as caught:
        snapshots(update, {"W": START}, [{}])

    assert 'params must still hold "W" after step 1' == str(caught.value)


def test_another_shape_is_told_with_its_step(submission: Start) -> None:
    """As any value of the wrong shape."""
    with pytest.raises(BadOutput) as caught:
        check(submission(SOURCE), "Flattens")

    assert str(caught.value) == (
        'params["W"] after step 1 must have shape (2, 3), found (6,)'
    )


def test_complex_numbers_are_refused() -> None:
    """No step of an optimizer leads there."""
    with pytest.raises(BadOutput) as caught:
        steps([np.ones(2) * 1j], [[1.0, 1.0]], "w")

    assert str(caught.value) == (
        "w after step 1 must be real numbers, found an array (2,) of complex128"
    )


def test_a_tolerance_is_kept() -> None:
    """Relative to the largest entry of a step, or to 1."""
    got = [np.array([1.0005]), np.array([2.001])]

    steps(got, [[1.0], [2.0]], "w", rtol=1e-3)

    with pytest.raises(CheckFailed, match="w is right after step 1"):
        steps(got, [[1.0], [2.1]], "w", rtol=1e-3)


@pytest.mark.parametrize(
    ("clues", "what"),
    [
        ({}, "got"),
        ({"terms": {"velocity": [[1.0]]}}, "velocity"),
        ({"suspects": {"plain": ("It is.", [[1.0]])}}, "plain"),
    ],
    ids=["got", "terms", "suspects"],
)
def test_sequences_of_another_length_are_the_suites_mistake(
    clues: dict[str, Value], what: str
) -> None:
    """It is told so, and not the student."""
    got = [np.ones(1)] * (2 if clues else 1)

    with pytest.raises(CourseError) as caught:
        steps(got, [[1.0], [2.0]], "w", clues=Clues(**clues))

    assert f"steps of w: {what!r} must have 2 entries, found 1." == str(caught.value)


def test_what_a_step_came_from_is_told_at_its_place(submission: Start) -> None:
    """One number can be redone by hand, and nothing of later steps is told."""
    shown = {"g": GRADIENTS, **RATES}

    with pytest.raises(CheckFailed) as failed:
        check(submission(SOURCE), "Forgets", shown=shown)

    said = str(failed.value)
    spot = said.partition('params["W"][')[2].partition("]")[0]
    index = tuple(map(int, spot.split(",")))
    start, first, second = (
        f"{float(each[index]):.5g}" for each in (START, GRADIENTS[0], GRADIENTS[1])
    )
    assert said.endswith(
        f'\n    input      params["W"][{spot}] = {start} at the start; '
        f"g[{spot}] = {first},\n               then {second}; lr = 0.2; momentum = 0.7"
    )
