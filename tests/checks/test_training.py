"""trains: enough of a few starts reach the threshold, judged by labels kept here."""

from collections.abc import Callable, Iterable

import numpy as np
import pytest

from grader.checks import accuracy, dataset, trained, trains
from grader.checks.training import (
    NOT_FINITE,
    TOO_LITTLE,
    Goal,
    calibrating,
    measurement_in,
)
from grader.errors import BadOutput, CheckFailed, CourseError, StudentException
from tests.checks.conftest import Start

MEASURE = "accuracy on 360 digits it has not seen"
REGRESSION = """
import numpy as np

def train(student, x, labels, unseen, rng):
    w = rng.normal(0.0, 0.1, size=(x.shape[1], 10))
    t = np.eye(10)[labels]
    for _ in range(60):
        scores = x @ w
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        w = student.step(w, x.T @ (p - t) / len(x))
    return unseen @ w
"""
DESCENDS = "def step(w, g):\n    return w - 1.0 * g\n"
WRONG = {
    "climbs": ("return w + 1.0 * g", TOO_LITTLE),
    "stays where it is": ("return w", TOO_LITTLE),
    "creeps": ("return w - 1e-5 * g", TOO_LITTLE),
    "forgets where it was": ("return -1e-5 * g", TOO_LITTLE),
    "runs away": ("return w - 1e308 * g", NOT_FINITE),
}
RAISES = "def step(w, g):\n    return w @ g\n"

Run = Callable[[np.random.Generator], float]


def rng() -> np.random.Generator:
    """Return a generator as a check gets it."""
    return np.random.default_rng(20261121)


def giving(values: Iterable[object]) -> Run:
    """Return a run that gives one value after the other."""
    left = iter(values)
    return lambda _: next(left)  # type: ignore[return-value] # some are no numbers


def outcome(run: Run, seeds: int = 2, need: int = 1) -> CheckFailed:
    """Return how a check that asks for 0.9 fails."""
    with pytest.raises(CheckFailed) as caught:
        trains(run, rng(), reaches=0.9, seeds=seeds, need=need, measure=MEASURE)
    return caught.value


def on_digits(module: object, start: np.random.Generator) -> float:
    """Train a linear classifier with a submission's step; return its accuracy."""
    digits = dataset("digits", near=__file__)
    order = start.permutation(len(digits["labels"]))
    x, labels = digits["images"][order].reshape(-1, 64) / 16, digits["labels"][order]
    given = x[360:], labels[360:], x[:360]
    scores = trained(module, REGRESSION, *given, start=start)  # type: ignore[arg-type]
    return accuracy(scores, labels[:360])


@pytest.mark.parametrize(
    "values",
    [(0.9,), (0.1, 0.95)],
    ids=["the first", "the second"],
)
def test_one_of_two_starts_is_enough(values: tuple[float, ...]) -> None:
    """One unlucky start must not cost an honest student the points."""
    left = iter(values)

    trains(lambda _: next(left), rng(), reaches=0.9)

    assert [] == list(left)


@pytest.mark.parametrize(
    "values",
    [(0.95, 0.9), (0.1, 0.95, 0.95), (0.95, 0.1, 0.9)],
    ids=["first two", "last two", "first and last"],
)
def test_a_suite_may_ask_for_two_of_three(values: tuple[float, ...]) -> None:
    """Where wrong code is lucky now and then, more starts tell the two apart."""
    left = iter(values)

    trains(lambda _: next(left), rng(), reaches=0.9, seeds=3, need=2)

    assert [] == list(left)


def test_training_stops_when_two_of_three_starts_have_missed() -> None:
    """A third start costs time and changes nothing."""
    error = outcome(giving([0.71111, 0.68]), seeds=3, need=2)

    assert str(error) == (
        "What your code trains does not learn enough.\n\n"
        "    measured   accuracy on 360 digits it has not seen\n"
        "    expected   at least 0.9 from 2 of 3 starts\n"
        "    got        0.71111, 0.68 from 2 starts"
    )
    assert (error.findings, error.signature) == ((TOO_LITTLE,), "trains:too-little")


def test_one_start_is_spoken_of_as_one() -> None:
    """A suite may ask for a single start."""
    error = outcome(giving([0.5]), seeds=1, need=1)

    assert str(error).endswith(
        "    expected   at least 0.9 from one start\n    got        0.5 from one start"
    )


def test_a_number_that_is_not_finite_has_a_cause_of_its_own() -> None:
    """Running away and learning slowly have different reasons."""
    error = outcome(giving([float("nan"), 0.2]))

    assert error.findings == (NOT_FINITE,)
    assert str(error).endswith("got        nan, 0.2 from 2 starts")


def test_a_loss_must_fall() -> None:
    """Some measures are better the smaller they are."""
    left = iter([0.4, 0.30004])

    with pytest.raises(CheckFailed) as caught:
        trains(
            lambda _: next(left),
            rng(),
            reaches=0.3,
            measure="loss on unseen text",
            smaller_is_better=True,
        )

    assert str(caught.value) == (
        "What your code trains does not learn enough.\n\n"
        "    measured   loss on unseen text\n"
        "    expected   at most 0.3 from 1 of 2 starts\n"
        "    got        0.4, 0.30004 from 2 starts"
    )


def test_a_loss_that_falls_is_enough() -> None:
    """Exactly the threshold counts."""
    left = iter([0.3])

    trains(lambda _: next(left), rng(), reaches=0.3, smaller_is_better=True)

    assert [] == list(left)


@pytest.mark.parametrize(
    ("value", "is_smaller_better"),
    [(float("inf"), False), (float("-inf"), True), (float("nan"), True)],
)
def test_an_infinite_number_reaches_nothing(
    value: float, *, is_smaller_better: bool
) -> None:
    """No accuracy is infinite, and no loss."""
    with pytest.raises(CheckFailed) as caught:
        trains(lambda _: value, rng(), reaches=0.3, smaller_is_better=is_smaller_better)

    assert caught.value.findings == (NOT_FINITE,)


def test_every_start_draws_its_own_numbers() -> None:
    """Three equal starts would be one."""
    drawn: list[float] = []

    def run(start: np.random.Generator) -> float:
        drawn.append(float(start.random()))
        return 0.0

    outcome(run, seeds=3, need=1)

    assert len(set(drawn)) == 3


def test_a_run_that_gives_no_number_is_the_suites_fault() -> None:
    """A student must not lose points for it."""
    with pytest.raises(CourseError) as caught:
        trains(giving([None]), rng(), reaches=0.9)

    assert str(caught.value) == "trains: run must return a number, found None."


@pytest.mark.parametrize("need", [0, 3], ids=["none", "more than there are"])
def test_a_need_that_makes_no_sense_is_the_suites_fault(need: int) -> None:
    """A check must be able to fail, and to pass."""
    with pytest.raises(CourseError) as caught:
        trains(giving([1.0]), rng(), reaches=0.9, need=need)

    assert str(caught.value) == (
        f"trains: need must be from 1 to seeds = 2, found {need}."
    )


def test_a_calibrating_check_measures_every_start_and_says_so() -> None:
    """The threshold is found from runs that no verdict cut short."""
    with calibrating(4):
        error = outcome(giving([0.95, 0.96, float("nan"), 0.9]))

    found = measurement_in(str(error))

    assert found is not None
    assert found.values == (0.95, 0.96, None, 0.9)
    assert found.goal == Goal(MEASURE, 0.9, 2, 1, smaller_is_better=False)


def test_other_messages_hold_no_measurement() -> None:
    """A check may fail before it trains."""
    assert measurement_in("out is not what it must be.") is None


def test_code_that_learns_digits_passes(submission: Start) -> None:
    """The whole way: data, a worker that trains, labels that stay here."""
    module = submission(DESCENDS)

    trains(lambda start: on_digits(module, start), rng(), reaches=0.88)


@pytest.mark.parametrize("name", list(WRONG))
def test_code_that_does_not_learn_fails(walled: Start, name: str) -> None:
    """A check must be able to fail, and say whether the numbers ran away."""
    body, finding = WRONG[name]
    module = walled(f"def step(w, g):\n    {body}\n")

    error = outcome(lambda start: on_digits(module, start))

    assert error.findings == (finding,)


def test_training_is_the_same_every_time(walled: Start) -> None:
    """The same seed, in another worker, gives the same numbers to the last digit."""
    modules = [walled(DESCENDS), walled(DESCENDS)]

    first, second = (on_digits(module, rng()) for module in modules)

    assert first == second


def test_a_start_is_one_message(walled: Start) -> None:
    """A message for each step would cost more than the training does."""
    module = walled(DESCENDS)
    on_digits(module, rng())  # the first start also asks what `train` is
    module._session.begin_check()

    on_digits(module, rng())

    assert len(module._session.replies) == 1


def test_an_exception_in_training_is_the_submissions(walled: Start) -> None:
    """It is reported with the student's line, like that of any call."""
    module = walled(RAISES)

    with pytest.raises(StudentException, match=r"^ValueError at answer.py:2: "):
        on_digits(module, rng())


SCORES = np.array([[0.1, 0.9, 0.0], [0.8, 0.1, 0.1], [0.0, 0.1, 0.9]])


def test_accuracy_is_the_share_of_right_rows() -> None:
    """Rows one and three have their largest score at the label."""
    assert accuracy(SCORES, [1, 2, 2]) == pytest.approx(2 / 3)


def test_scores_that_are_not_finite_have_no_accuracy() -> None:
    """The first of several nan would count as the largest."""
    assert np.isnan(accuracy(np.full((3, 3), np.nan), [1, 2, 2]))


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        (None, "must be an array of shape (3, 3), found None"),
        (SCORES[:2], "must have shape (3, 3), found (2, 3)"),
        (SCORES[:, 0], "must have shape (3, 3), found (3,)"),
        (SCORES * 1j, "must be real numbers, found an array (3, 3) of complex128"),
    ],
    ids=["nothing", "rows missing", "no columns", "complex"],
)
def test_scores_of_the_wrong_kind_are_named(scores: object, message: str) -> None:
    """They are output of the wrong kind, not a low accuracy."""
    with pytest.raises(BadOutput) as caught:
        accuracy(scores, [1, 2, 2])

    assert str(caught.value) == f"the scores {message}"
