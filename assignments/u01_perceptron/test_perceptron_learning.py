"""Open checks of unit 1, second part: Rosenblatt's rule."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, attempt, close, exercise, require, support

Array = NDArray[np.float64]
Rng = np.random.Generator
Learned = tuple[Array, object, list[float]]
Judge = Callable[[Array, object, list[float]], bool]
X1, X2 = np.array([0.0, 0.0, 1.0, 1.0]), np.array([0.0, 1.0, 0.0, 1.0])
AT_END = (
    "An epoch is answered with the weights it began with: move them after each example."
)
HABITS = {  # how OR is learned by other rules: wrong answers in the first epochs
    "3 3 3 3": "Weights and bias move the wrong way: the sign is that of target less "
    "answer.",
    "3 2 2 2": "The bias has the wrong sign, in its step or in the sum.",
    "1 2 2 2 1 0": "b forgets what it was: add to it.",
    "1" + 99 * " 2": "w begins at 0 in each epoch: it must go on.",
    "2 1 1 1": "Right answers move the weights as well: only wrong ones may.",
    "3 1 1 1 0": AT_END,
    "2 2 1 0": "A sum of exactly 0 is answered by 1 here: the answer to 0 is 0.",
    "1 1 1 1 0": "An epoch ends with its first wrong answer: take all examples.",
    "0": "No answer counts as wrong, and one is: all examples must get their turn, and "
    "a missed 1 counts.",
}
NO_BIAS = {"2 0": "The answers are found without the bias: it belongs to the sum."}
ANOTHER_ORDER = (
    "Two answers are wrong in the first epoch, and one must be: are examples taken in "
    "their order, and does b move with w?"
)
ANEW = (
    "Every epoch makes one wrong answer: w and b must go on from epoch to epoch, and "
    "the error of a missed 0 is -1, which moves both of them back."
)
LAST_ZERO = "An epoch without a wrong answer counts: note its 0, too."
RIGHT_ONES = "Right answers are counted: count the others."
STARTS = "w and b must both be 0 at the start of each call, and one is not: set both."
KEPT = "errors holds what earlier calls found: make a new list inside of the function."
FIRST_EPOCH = (
    "Training ends after its first epoch: look at where return and break stand."
)
ARRAY = "b is an array of one number: start it as 0.0."
EVERY = (
    "After a few epochs every answer counts as wrong: an answer is 0 or 1, as step "
    "gives it, no sum and no number between."
)
SHARES = "errors are shares of all answers: note how many are wrong."
DEFAULT = "w is too small by a factor: where lr is not given it must be 1."
NO_EPOCH = "No epoch is noted: there must be as many as `epochs` says, from the first."
EACH = "There is a number for each example: note one for each epoch, when it has ended."
GOES_ON = "The count goes on from epoch to epoch: start each epoch at 0."
TOO_LONG = "Training goes on too long: stop after `epochs` epochs, and after a 0."
BY_CHANCE = "A second call gives other errors: take the examples in the given order."
TWO = {
    "0": "Wrong answers are counted with their sign: 1 and -1 cancel.",
    "1": "One of two wrong answers is counted: a 1 in place of 0 counts, too.",
}

PARTS = '''
"""A right step and a right perceptron, for functions that are made of them."""
import numpy as np

step = lambda x: np.heaviside(x, 0.0).astype(int)
perceptron = lambda x, w, b: step(np.dot(x, w) + b)

def call(student, name, *args, **settings):
    own = student.step, student.perceptron
    student.step, student.perceptron = step, perceptron
    try:
        return getattr(student, name)(*args, **settings)
    finally:
        student.step, student.perceptron = own
'''


@exercise("1.5")
def test_learning_or_by_hand(student: Student) -> None:
    """train_perceptron on OR gives w, b and errors of handout section 4.2."""
    x = np.stack([X1, X2], axis=1)
    at_zero = own_answer_at_zero(student)  # which 1.1 judges, not this check
    expected = [2, 2, 1, 0] if at_zero else [1, 2, 1, 0]
    w_right, b_right = np.ones(2), -1.0 if at_zero else 0.0
    is_right, t = like(w_right, b_right, expected), np.array([0, 1, 1, 1])
    w, b, errors = learned(student, x, t, is_right)

    more = {"2 0": ANOTHER_ORDER} if is_number(b) and b == 0 else NO_BIAS
    more |= {_text([1] * 100): ANEW} if w.any() else {}
    counted(errors, expected, 4, HABITS | more, partial(at_start, student, x, t))
    rates = {f"rate:{lr}": (DEFAULT, lr * w_right) for lr in (0.5, 0.1, 0.01, 0.001)}
    close(w, w_right, "w", clues=Clues(suspects=rates))
    require(np.asarray(b).shape != (1,), "b must be one number.", cause=ARRAY)
    close(b, b_right, "b")


@exercise("1.5")
def test_one_wrong_answer(student: Student, rng: Rng) -> None:
    """train_perceptron moves w and b by one step of lr after one wrong answer."""
    x = rng.normal(size=(1, 3))
    wrong = own_answer_at_zero(student)
    t, sign, lr = np.array([1 - wrong]), 1 - 2 * wrong, 0.3

    is_right = like(sign * lr * x[0], sign * lr, [1])
    w, b, errors = learned(student, x, t, is_right, lr=lr, epochs=1)

    counted(errors, [1], 1, {}, partial(at_start, student, x, t))
    ways = wrong_moves(sign * lr * x[0], lr)
    clues = Clues(suspects=ways, known={"the example": x[0]}, constants={"lr": lr})
    close(w, sign * lr * x[0], "w", clues=clues)
    suspects = {
        "bias:fixed": ("The bias stays at 0: it must move as w does.", 0.0),
        "bias:no-rate": ("The bias moves without lr.", float(sign)),
        "bias:row": (
            "The bias moves with the example: its own input is always 1.",
            sign * lr * x.sum(),
        ),
        "bias:sign": ("The bias moves the wrong way.", -sign * lr),
    }
    close(b, sign * lr, "b", clues=Clues(suspects=suspects))


def wrong_moves(right: Array, lr: float) -> dict[str, tuple[str, Array]]:
    """Return what other steps than the right one come to."""
    return {
        "rule:no-rate": ("The weights move without lr.", right / lr),
        "rule:sign": ("The weights move the wrong way.", -right),
        "rule:between": ("The error is 1/2: does a sigmoid answer?", right / 2),
        "rule:minus-one": ("The error is 2: are answers or targets -1?", 2 * right),
        "rule:both": ("They move the wrong way, and without lr.", -right / lr),
    }


@exercise("1.5")
def test_two_wrong_answers(student: Student, rng: Rng) -> None:
    """train_perceptron adds the example of a missed 1, subtracts that of a missed 0."""
    first = rng.uniform(1.0, 2.0, size=3)
    x, wrong = np.stack([first, first * [0.2, 0.5, 0.8]]), own_answer_at_zero(student)
    t, sign = np.array([1 - wrong, wrong]), 1 - 2 * wrong

    moved = sign * 0.3 * (x[0] - x[1])
    w, _, errors = learned(student, x, t, like(moved, 0.0, [2]), lr=0.3, epochs=1)
    is_late = w.shape == moved.shape and not np.allclose(w, moved)
    habits = TWO | {"1": AT_END} if is_late else TWO
    counted(errors, [2], 2, habits, partial(at_start, student, x, t))
    suspects = {
        "rule:one-way": (
            "Only the first moves the weights: the second must, too, the other way.",
            sign * 0.3 * x[0],
        ),
        "rule:mean": (
            "lr is divided by the number of examples: make a whole step each time.",
            sign * 0.15 * (x[0] - x[1]),
        ),
        "rule:no-sign": (
            "Both steps go the same way: the error has a sign.",
            sign * 0.3 * (x[0] + x[1]),
        ),
    }
    close(w, moved, "w", clues=Clues(suspects=suspects))


@exercise("1.5")
def test_learning_ends_without_a_wrong_answer(student: Student, rng: Rng) -> None:
    """train_perceptron separates two groups and stops after a faultless epoch."""
    x = rng.normal(size=(23, 2))
    x = x[abs(x.sum(axis=1)) > 0.5]
    t = (x.sum(axis=1) > 0) * 1

    def is_right(w: Array, b: object, errors: list[float]) -> bool:
        ends = errors[-1:] == [0] and 0 not in errors[:-1]
        is_line = w.shape == (2,) and is_number(b)
        return ends and is_line and np.array_equal(x @ w + np.asarray(b) > 0, t)

    w, b, errors = learned(student, x, t, is_right)

    require(errors[-1:] == [0], "errors must end with an epoch without a wrong answer.")
    require(0 not in errors[:-1], "training must end after the first 0 in errors.")
    is_line = w.shape == (2,) and is_number(b)
    require(is_line, "w must be an array of shape (2,), and b one number.")
    answers = np.heaviside(x @ w + np.asarray(b), 0.0)
    close(answers, np.heaviside(x.sum(axis=1), 0.0), "what w and b answer")


def learned(
    student: Student, x: Array, t: Array, is_right: Judge, **settings: float
) -> Learned:
    """Return what training gives, or where that is wrong, gives with right parts."""
    own = attempt(lambda: parts(student.train_perceptron(x, t, **settings)))
    if own is None or not is_right(*own):
        made = support(student, "parts", PARTS)
        call = partial(made.call, student, "train_perceptron", x, t, **settings)
        other = attempt(lambda: parts(call()))
        if other is not None and is_right(*other):
            return other
    return parts(student.train_perceptron(x, t, **settings))


def like(w: Array, b: float, errors: Sequence[float]) -> Judge:
    """Return what asks for these weights, this bias and these wrong answers."""
    return lambda *found: (
        np.array_equal(found[2], errors)
        and found[0].shape == np.shape(w)
        and np.allclose(found[0], w)
        and is_number(found[1])
        and np.allclose(np.asarray(found[1]), b)
    )


def own_answer_at_zero(student: Student) -> int:
    """Return 1 if the student's step and training make 1 of 0."""
    zero, t = np.zeros((1, 1)), np.array([0])
    answer = attempt(lambda: student.step(zero))
    learned = attempt(lambda: student.train_perceptron(zero, t, epochs=1))
    three = learned if isinstance(learned, tuple) and len(learned) == 3 else (0, 0, 0)
    is_wrong = np.array_equal(three[2], [1])
    return int(is_wrong and answer is not None and np.array_equal(answer, [[1]]))


def parts(result: object) -> Learned:
    """Return w, b and errors, once there are three results."""
    found = result if isinstance(result, tuple) else ()
    must = "train_perceptron must return three things: w, b, errors."
    why = "Nothing comes back: is a return missing?" if result is None else ""
    require(len(found) == 3, must, cause=why)
    w, b, errors = found
    order = "They come in another order: w first, then b, then errors."
    swapped = isinstance(b, np.ndarray) and b.ndim == 1 and is_number(w)
    require(not swapped, "w must be an array and b one number.", cause=order)
    are_real = isinstance(w, np.ndarray) and w.dtype.kind in "fiub"
    require(are_real, "w must be an array of real numbers.")
    counts = list(errors) if isinstance(errors, (list, tuple, np.ndarray)) else [""]
    must = "errors must be a list with a number for each epoch."
    require(all(map(is_number, counts)), must, cause=order * isinstance(b, list))
    return w, b, [int(each) if each == int(each) else float(each) for each in counts]


def is_number(value: object) -> bool:
    """Whether a value is one finite, real number."""
    kinds = (int, float, np.integer, np.floating)
    return isinstance(value, kinds) and bool(np.isfinite(value))


def at_start(student: Student, x: Array, t: Array) -> str:
    """Return what is wrong before the first epoch, "" for nothing."""

    def after(epochs: int) -> Learned | None:
        call = partial(student.train_perceptron, x, t, epochs=epochs)
        return attempt(lambda: parts(call()))

    first, _, last = (after(epochs) for epochs in (0, 1, 0))
    if first is None or last is None:
        return ""
    w, b, errors = first
    if len(last[2]) > len(errors):
        return KEPT
    if not errors and (w.any() or np.any(np.asarray(b))):
        return STARTS
    found = [each[2] for each in (after(12) for _ in range(4)) if each is not None]
    return BY_CHANCE if any(each != found[0] for each in found) else ""


def counted(
    errors: list[float],
    expected: list[int],
    n: int,
    habits: dict[str, str],
    start: Callable[[], str],
) -> None:
    """Require these numbers of wrong answers to n examples."""
    sums = np.cumsum(expected).tolist()
    known = {
        _text(sums): GOES_ON,
        _text(expected[:-1]): LAST_ZERO,
        _text([n - k for k in expected]): RIGHT_ONES,
        **habits,
    }
    cause = known.get(_text(errors)) or known.get(_text(errors[:4]), "")
    if len(expected) > 1 and errors == [k / n for k in expected]:
        cause = SHARES
    if not errors or len(errors) == n * len(expected) > n:
        cause = EACH if errors else NO_EPOCH
    if len(expected) > 1 and errors[6:12] == 6 * [n]:
        cause = GOES_ON if errors[: len(sums)] == sums else EVERY
    if errors == expected[:1] and len(expected) > 1:
        cause = FIRST_EPOCH
    if errors[: len(expected)] == expected:
        cause = TOO_LONG
    if errors != expected:
        more = f" and {len(errors) - 12} more" * (len(errors) > 12)
        must = f"errors must be {expected}, found {errors[:12]}{more}."
        require(False, must, cause=start() or cause)  # noqa: FBT003


def _text(errors: Sequence[float]) -> str:
    return " ".join(map(str, errors))
