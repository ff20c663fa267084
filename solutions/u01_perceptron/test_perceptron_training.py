"""Hidden checks of unit 1: Rosenblatt's rule.

What must come out is computed in another form of the rule: how often each example
was answered wrongly decides everything, for w is a sum of examples. Numbers are
drawn from a continuum, so a sum is within rounding of 0, where two right solutions
could answer differently, with probability below 1e-12 a check.
"""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    attempt,
    close,
    exercise,
    follows,
    has_default,
    makes_a_difference,
    narrowed,
    numbers_in_turn,
    require,
    support,
    takes_in_order,
)

Array = NDArray[np.float64]
Labels = NDArray[np.integer]
Rng = np.random.Generator
XOR = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([0, 1, 1, 0])
MARGIN, RADIUS = 0.3, 2.0  # at most (2^2 + 1) / 0.3^2 = 55 wrong answers, by Novikoff
WAYS = {  # codes of wrong rules, and what a student reads
    "bias:fixed": "The bias stays at 0: it must move as the weights do.",
    "bias:sign": "The bias moves the wrong way: take the sign of the weights.",
    "bias:no-rate": "The bias moves without lr.",
    "answers:no-bias": "The answers are found without the bias: it belongs to the sum.",
    "answers:zero": "A sum of exactly 0 is answered by 1 here: the answer to 0 is 0.",
    "answers:minus-bias": "The bias is subtracted from the sum: add it.",
    "rule:no-rate": "The weights and the bias move without lr.",
    "rule:sign": "Weights and bias move the wrong way: target less answer is the sign.",
    "rule:always": "Right answers move the weights as well: only wrong ones may.",
    "rule:missed-ones": "A missed 0 moves nothing: it must move w and b the other way.",
    "rule:no-sign": "All steps go the same way: target less answer has a sign.",
    "rule:late": "An epoch answers with the weights it began with: move them at once, "
    "after each wrong answer.",
    "rule:restart": "Each epoch starts from 0 again: go on with the weights.",
    "rule:backwards": "The examples are taken in another order than the given one.",
    "rule:one-epoch": "Only one epoch is made.",
    "rule:one-more": "One epoch more is made than `epochs` says.",
}

PARTS = '''
"""A right step and a right perceptron, for functions that are made of them."""

import numpy as np


def step(x):
    return np.heaviside(x, 0.0).astype(int)


def perceptron(x, w, b):
    return step(np.dot(x, w) + b)


def call(student, name, *args, **settings):
    """Call a function of the student's while these parts are in place of its own."""
    own = student.step, student.perceptron
    student.step, student.perceptron = step, perceptron
    try:
        return getattr(student, name)(*args, **settings)
    finally:
        student.step, student.perceptron = own
'''


class Learned(NamedTuple):
    """What training gives."""

    w: Array
    b: float
    errors: list[int]


@exercise("1.5", weight=2)
@pytest.mark.parametrize(
    ("size", "epochs"),
    [((13, 3), 4), ((13, 1), 3), ((1, 3), 5)],
    ids=["batch", "one feature", "one example"],
)
def test_learning_step_by_step(
    student: Student, rng: Rng, size: tuple[int, int], epochs: int
) -> None:
    """train_perceptron follows Rosenblatt's rule on random labels: w, b and errors."""
    x, t = rng.normal(1.0, 2.0, size=size), rng.permuted(np.resize([1, 0], size[0]))
    at_zero = own_answer_at_zero(student)

    right = followed(x, t, 0.3, epochs, at_zero)

    found = parts(learned(student, x, t, right=right, lr=0.3, epochs=epochs))

    wrong = {way: followed(x, t, 0.3, epochs, at_zero, way) for way in WAYS}
    of_w = {way: (WAYS[way], one.w) for way, one in wrong.items()}
    of_b = {way: (WAYS[way], one.b) for way, one in wrong.items()}
    with narrowed(
        lambda: takes_in_order(
            partial(learned_in_turn, student, x, t, epochs), right.w
        ),
        lambda: counted(found[2], right.errors),
        lambda: learns_from_few(student, rng),
    ):
        close(found[0], right.w, "w", clues=Clues(axes={"w": "D"}, suspects=of_w))
        close(found[1], right.b, "b", clues=Clues(suspects=of_b))
        counted(found[2], right.errors)


@exercise("1.5")
def test_learning_ends(student: Student, rng: Rng) -> None:
    """train_perceptron separates two classes, with the right w, b and errors."""
    x, t = on_two_sides(rng)

    right = followed(x, t, 0.7, 100, own_answer_at_zero(student))

    found = parts(learned(student, x, t, right=right, lr=0.7))

    counted(found[2], right.errors)
    close(found[0], right.w, "w")
    close(found[1], right.b, "b")


@exercise("1.5")
def test_learning_never_ends_for_xor(student: Student) -> None:
    """train_perceptron on XOR makes all its epochs, each with a wrong answer."""
    right = followed(*XOR, 0.25, 17, own_answer_at_zero(student))

    found = parts(learned(student, *XOR, right=right, lr=0.25, epochs=17))

    must = "On XOR there must be 17 epochs, none without a wrong answer."
    why = "Training must end after `epochs` epochs, or after one without an error."
    require(len(found[2]) == 17 and 0 not in found[2], must, cause=why)


@exercise("1.5")
def test_learning_by_default(student: Student) -> None:
    """train_perceptron uses lr = 1 and epochs = 100 by default."""
    at_zero = own_answer_at_zero(student)

    right = followed(*XOR, 1.0, 100, at_zero)

    found = parts(learned(student, *XOR, right=right))

    cause = Clues(cause="With nothing said, lr must be 1.")
    with narrowed(
        lambda: has_default(partial(on_xor, student), "lr", 1.0),
        lambda: has_default(partial(on_xor, student), "epochs", 100),
    ):
        counted(found[2], right.errors)
        close(found[0], right.w, "w", clues=cause)
        close(found[1], right.b, "b", clues=cause)


def on_xor(student: Student, *_: float, **settings: float) -> Array:
    """Return w, b and how many epochs there were, on XOR with these settings."""
    w, b, errors = parts(student.train_perceptron(XOR[0].copy(), XOR[1], **settings))
    return np.append(w, [float(np.asarray(b)), len(errors)])


def learned_in_turn(
    student: Student, x: Array, t: Labels, epochs: int, is_turned: bool
) -> object:
    """Return w, of the examples or of the same from the last to the first."""
    way = slice(None, None, -1 if is_turned else 1)
    return parts(
        student.train_perceptron(x[way].copy(), t[way], lr=0.3, epochs=epochs)
    )[0]


def learns_from_few(student: Student, rng: Rng) -> None:
    """Refuse wrong steps, where there are so few that each is seen.

    One example is missed, or a second one is answered by 1 after it, wrongly in the
    one case and rightly in the other.
    """
    lr, x1 = float(rng.uniform(0.2, 0.4)), rng.uniform(0.5, 2.0, size=3)
    x2, both = rng.uniform(0.5, 2.0, size=3), {"lr": lr, "epochs": 1}
    given = {"lr": lr, "x1": x1, "x2": x2}
    for rows, t, formula, it in (
        ([x1], [1], "lr * x1", "After one example x1, of answer 1, w"),
        ([x1, x2], [1, 1], "lr * x1", "After one epoch of x1 and x2, both of 1, w"),
        ([x1, x2], [1, 0], "lr * (x1 - x2)", "After one epoch of x1, 1, and x2, 0, w"),
    ):
        w, _, _ = parts(student.train_perceptron(np.array(rows), np.array(t), **both))
        follows(w, formula, given, "w", it=it)

    def bias(*_: float, **rate: float) -> Array:
        found = student.train_perceptron(x1[np.newaxis], np.array([1]), **rate)
        return np.asarray(parts(found)[1], np.float64)

    makes_a_difference(bias, "lr", (lr, 2 * lr), "b")


@exercise("1.5")
def test_learning_with_another_rate(student: Student, rng: Rng) -> None:
    """train_perceptron with twice the lr gives twice the w and twice the b."""
    x, t = rng.normal(1.0, 2.0, size=(13, 3)), rng.permuted(np.resize([1, 0], 13))
    at_zero = own_answer_at_zero(student)

    slow, fast = (
        parts(learned(student, x, t, right=right, lr=lr, epochs=5))
        for lr, right in ((r, followed(x, t, r, 5, at_zero)) for r in (0.25, 0.5))
    )

    clues = Clues(cause="lr must multiply every step, of the weights and of the bias.")
    is_line = slow[0].shape == (3,) and is_number(slow[1])
    require(is_line, "w must be an array of shape (3,), and b one number.")
    close(fast[0], 2 * slow[0], "w at twice the lr", clues=clues)
    close(fast[1], 2 * np.asarray(slow[1]), "b at twice the lr", clues=clues)


def learned(
    student: Student, x: Array, t: Labels, right: Learned, **settings: float
) -> object:
    """Return what training gives, or where that is wrong, gives with right parts.

    Training may be made of `step` and `perceptron`, which 1.1 and 1.2 judge.
    """
    own = attempt(lambda: student.train_perceptron(x, t, **settings))
    if not fits(own, right):
        made = support(student, "parts", PARTS)
        given = student, "train_perceptron", x, t
        other = attempt(lambda: made.call(*given, **settings))
        if fits(other, right):
            return other
    return student.train_perceptron(x, t, **settings)


def fits(found: object, right: Learned) -> bool:
    """Whether these are the weights, the bias and the numbers of wrong answers."""
    w, b, errors = found if isinstance(found, tuple) and len(found) == 3 else (0, 0, 0)
    same_shapes = np.shape(w) == right.w.shape and np.shape(b) == ()
    is_near = same_shapes and np.allclose(w, right.w) and np.allclose(b, right.b)
    return bool(is_near) and np.array_equal(errors, right.errors)


def own_answer_at_zero(student: Student) -> bool:
    """Whether the student's step makes 1 of 0, which 1.1 judges and this part not.

    Only where training does so as well: it need not be made of `step`.
    """
    zero, t = np.zeros((1, 1)), np.array([0])
    answer = attempt(lambda: student.step(zero))
    learned = attempt(lambda: student.train_perceptron(zero, t, epochs=1))
    three = learned if isinstance(learned, tuple) and len(learned) == 3 else (0, 0, 0)
    is_wrong = np.array_equal(three[2], [1])
    return is_wrong and answer is not None and np.array_equal(answer, [[1]])


def followed(
    x: Array, t: Labels, lr: float, epochs: int, at_zero: bool, way: str = ""
) -> Learned:
    """Return what Rosenblatt's rule gives, by the number of steps at each example.

    Args:
        x: (N, D) examples.
        t: (N,) right answers.
        lr: how large a step is.
        epochs: at most so many.
        at_zero: whether a sum of exactly 0 is answered by 1.
        way: a wrong rule, of those in `WAYS`.
    """
    lr = 1.0 if way == "rule:no-rate" else lr
    of_bias = {"bias:fixed": 0.0, "bias:sign": -lr, "bias:no-rate": 1.0}.get(way, lr)
    in_sum = {"answers:no-bias": 0.0, "answers:minus-bias": -1.0}.get(way, 1.0)
    products = lr * x @ x.T + in_sum * of_bias  # what one step adds to another's sum
    order = range(len(x))[:: -1 if way == "rule:backwards" else 1]
    at_zero = at_zero or way == "answers:zero"
    steps, errors = np.zeros(len(x)), list[int]()
    limit = {"rule:one-epoch": 1, "rule:one-more": epochs + 1}.get(way, epochs)
    while len(errors) < limit and errors[-1:] != [0]:
        steps = np.zeros(len(x)) if way == "rule:restart" else steps
        errors.append(_epoch(products, t, order, steps, at_zero, way))
    return Learned(lr * steps @ x, float(of_bias * steps.sum()), errors)


def _epoch(
    products: Array,
    t: Labels,
    order: Sequence[int],
    steps: Array,
    at_zero: bool,
    way: str,
) -> int:
    """Go through all examples once, count the steps in place, return how many."""
    start, wrong = steps.copy(), 0
    for i in order:
        total = products[i] @ (start if way == "rule:late" else steps)
        answer = total > 0 or (at_zero and total == 0)
        error = int(t[i]) - int(answer)
        wrong += error != 0
        if way == "rule:always":
            error = 2 * int(t[i]) - 1
        if way == "rule:missed-ones":
            error = max(error, 0)
        steps[i] += {"rule:sign": -error, "rule:no-sign": abs(error)}.get(way, error)
    return wrong


def on_two_sides(rng: Rng) -> tuple[Array, NDArray[np.int64]]:
    """Return 53 examples of both kinds, all well away from a line between them."""
    offset, normal = rng.uniform(-0.5, 0.5), rng.normal(size=3)
    normal *= np.sqrt(1 - offset**2) / np.linalg.norm(normal)
    x = rng.normal(size=(999, 3))
    x *= np.minimum(1.0, RADIUS / np.linalg.norm(x, axis=1, keepdims=True))
    sides = x @ normal + offset
    x, sides = x[abs(sides) > MARGIN][:53], sides[abs(sides) > MARGIN][:53]
    return x, (sides > 0).astype(np.int64)


def parts(result: object) -> tuple[Array, object, list[int]]:
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
    require(all(map(is_number, counts)), must)
    return w, b, [int(each) for each in counts]


def is_number(value: object) -> bool:
    """Whether a value is one finite, real number."""
    kinds = (int, float, np.integer, np.floating)
    return isinstance(value, kinds) and bool(np.isfinite(value))


def counted(errors: list[int], expected: list[int]) -> None:
    """Require these numbers of wrong answers."""
    must = "errors must be the number of wrong answers in each epoch, to the last one."
    name = "the list of errors"
    with narrowed(lambda: numbers_in_turn(errors, expected, name, is_fixed=False)):
        require(errors == expected, must)
