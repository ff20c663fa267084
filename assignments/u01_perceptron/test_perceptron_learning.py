"""Open checks of unit 1, second part: learning, and a network."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, attempt, close, exercise, require

Array = NDArray[np.float64]
Rng = np.random.Generator
X1, X2 = np.array([0.0, 0.0, 1.0, 1.0]), np.array([0.0, 1.0, 0.0, 1.0])
LN3 = float(np.log(3.0))
HABITS = {  # how OR is learned by other rules: wrong answers in the first epochs
    "3 3 3 3": "Weights and bias move the wrong way: the sign is that of target less "
    "answer.",
    "3 2 2 2": "The bias has the wrong sign, in its step or in the sum.",
    "2 1 1 1": "Right answers move the weights as well: only wrong ones may.",
    "3 1 1 1 0": "The weights move after the epoch: move them after each wrong answer.",
    "2 2 1 0": "A sum of exactly 0 is answered by 1 here: the answer to 0 is 0.",
    "1 1 1 1 0": "An epoch ends with its first wrong answer: take all examples.",
}
NO_BIAS = {"2 0": "The answers are found without the bias: it belongs to the sum."}
CANCEL = {"0": "Wrong answers are counted with their sign: 1 and -1 cancel."}


@exercise("1.5")
def test_learning_or_by_hand(student: Student) -> None:
    """The table of handout 4.2: four epochs, with 1, 2, 1 and 0 wrong answers."""
    x = np.stack([X1, X2], axis=1)
    at_zero = own_answer_at_zero(student)  # which 1.1 judges, not this check

    w, b, errors = parts(student.train_perceptron(x, np.array([0, 1, 1, 1])))

    expected = [2, 2, 1, 0] if at_zero else [1, 2, 1, 0]
    more = {} if is_number(b) and b == 0 else NO_BIAS
    counted(errors, expected, 4, HABITS | more)
    close(w, [1.0, 1.0], "w")
    close(b, -1.0 if at_zero else 0.0, "b")


@exercise("1.5")
def test_one_wrong_answer(student: Student, rng: Rng) -> None:
    """From zero, one wrong answer to one example makes one step of lr."""
    x = rng.normal(size=(1, 3))
    wrong = own_answer_at_zero(student)
    t, sign, lr = np.array([1 - wrong]), 1 - 2 * wrong, 0.3

    w, b, errors = parts(student.train_perceptron(x.copy(), t, lr=lr, epochs=1))

    counted(errors, [1], 1, {})
    clues = Clues(known={"the example": x[0]}, constants={"lr": lr})
    close(w, sign * lr * x[0], "w", clues=clues)
    suspects = {
        "bias:fixed": ("The bias stays at 0: it moves as the weights do.", 0.0),
        "bias:no-rate": ("The bias moves without lr.", float(sign)),
        "bias:row": (
            "The bias moves with the example: its own input is always 1.",
            sign * lr * x.sum(),
        ),
        "bias:sign": ("The bias moves the wrong way.", -sign * lr),
    }
    close(b, sign * lr, "b", clues=Clues(suspects=suspects))


@exercise("1.5")
def test_two_wrong_answers(student: Student, rng: Rng) -> None:
    """What a missed 1 has raised, a missed 0 lowers: two steps, one each way."""
    first = rng.uniform(1.0, 2.0, size=3)
    x, wrong = np.stack([first, first * [0.2, 0.5, 0.8]]), own_answer_at_zero(student)
    t, sign = np.array([1 - wrong, wrong]), 1 - 2 * wrong

    w, _, errors = parts(student.train_perceptron(x.copy(), t, lr=0.3, epochs=1))

    counted(errors, [2], 2, CANCEL)
    suspects = {
        "rule:one-way": ("Only one of the two moves the weights.", sign * 0.3 * x[0]),
        "rule:mean": (
            "lr is divided by the number of examples: make a whole step each time.",
            sign * 0.15 * (x[0] - x[1]),
        ),
        "rule:no-sign": (
            "Both steps go the same way: the error has a sign.",
            sign * 0.3 * (x[0] + x[1]),
        ),
    }
    right = sign * 0.3 * (x[0] - x[1])
    close(w, right, "w", clues=Clues(suspects=suspects))


@exercise("1.5")
def test_learning_ends_without_a_wrong_answer(student: Student, rng: Rng) -> None:
    """Two groups on two sides of a line: the last epoch has no wrong answer."""
    x = rng.normal(size=(23, 2))
    x = x[abs(x.sum(axis=1)) > 0.5]

    w, b, errors = parts(student.train_perceptron(x.copy(), (x.sum(axis=1) > 0) * 1))

    require(errors[-1:] == [0], "errors must end with an epoch without a wrong answer.")
    require(0 not in errors[:-1], "training must end after the first 0 in errors.")
    is_line = w.shape == (2,) and is_number(b)
    require(is_line, "w must be an array of shape (2,), and b one number.")
    answers = np.heaviside(x @ w + np.asarray(b), 0.0)
    close(answers, np.heaviside(x.sum(axis=1), 0.0), "what w and b answer")


@exercise("1.6")
def test_network_by_hand(student: Student) -> None:
    """The network of handout 5.1, made of quarters by the logarithm of 3."""
    w1, w2 = np.array([[LN3, -LN3], [-LN3, LN3]]), np.array([2 * LN3, -2 * LN3])
    x = np.stack([X1, X2], axis=1)

    out = student.xor_mlp(x, w1, np.zeros(2), w2, 0.0)

    close(out, [0.5, 0.25, 0.75, 0.5], "xor_mlp(x, w1, b1, w2, b2)")


@exercise("1.6")
def test_network_of_drawn_weights(student: Student, rng: Rng) -> None:
    """Three hidden units, and five examples that are drawn."""
    x, w1, b1 = rng.normal(size=(5, 2)), rng.normal(size=(2, 3)), rng.normal(size=3)
    w2, b2 = rng.normal(size=3), 0.7

    out = student.xor_mlp(x.copy(), w1.copy(), b1.copy(), w2.copy(), b2)

    sums = x @ w1 + b1
    right = sigmoid(sigmoid(sums) @ w2 + b2)
    clues = Clues(suspects=wrong_networks(x @ w1, b1, w2, b2))
    close(out, right, "xor_mlp(x, w1, b1, w2, b2)", clues=clues)


def own_answer_at_zero(student: Student) -> int:
    """Return 1 if the student's step makes 1 of 0: then learning starts otherwise.

    Only where training does so as well: it need not be made of `step`.
    """
    zero, t = np.zeros((1, 1)), np.array([0])
    answer = attempt(lambda: student.step(zero))
    learned = attempt(lambda: student.train_perceptron(zero, t, epochs=1))
    three = learned if isinstance(learned, tuple) and len(learned) == 3 else (0, 0, 0)
    is_wrong = np.array_equal(three[2], [1])
    return int(is_wrong and answer is not None and np.array_equal(answer, [[1]]))


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


def counted(
    errors: list[int], expected: list[int], n: int, habits: dict[str, str]
) -> None:
    """Require these numbers of wrong answers to n examples."""
    known = {
        _text(np.cumsum(expected).tolist()): "The count goes on from epoch to epoch: "
        "start each epoch at 0.",
        _text(expected[:-1]): "An epoch without a wrong answer counts, too: note its "
        "0, then stop.",
        _text([n - k for k in expected]): "Right answers are counted: count the wrong "
        "ones.",
        **habits,
    }
    cause = known.get(_text(errors)) or known.get(_text(errors[:4]), "")
    if errors[: len(expected)] == expected:
        cause = "Training goes on for too long: stop after `epochs` epochs, and after "
        cause += "one without a wrong answer."
    must = f"errors must be {expected}, found {errors[:12]}."
    require(errors == expected, must, cause=cause)


def _text(errors: list[int]) -> str:
    return " ".join(map(str, errors))


def sigmoid(z: Array | float) -> Array:
    """Return the sigmoid; the hyperbolic tangent is the same curve, stretched."""
    return np.asarray(0.5 + np.tanh(np.asarray(z) / 2) / 2)


def wrong_networks(
    sums: Array, b1: Array, w2: Array, b2: float
) -> dict[str, tuple[str, Array]]:
    """Return what comes out where something is left out of the network."""
    hidden = sigmoid(sums + b1)
    score = hidden @ w2 + b2
    ways: list[tuple[str, str, Array]] = [
        ("no-output-sigmoid", "The last sigmoid is missing.", score),
        (
            "no-hidden-sigmoid",
            "The hidden layer does not bend: its sigmoid is missing.",
            sigmoid((sums + b1) @ w2 + b2),
        ),
        ("no-b1", "b1 is not added.", sigmoid(sigmoid(sums) @ w2 + b2)),
        (
            "late-b1",
            "b1 is added after the sigmoid: add it to the sum.",
            sigmoid((sigmoid(sums) + b1) @ w2 + b2),
        ),
        ("no-b2", "b2 is not added.", sigmoid(hidden @ w2)),
        ("step-output", "The output must bend, not jump.", np.heaviside(score, 0.0)),
        (
            "step-hidden",
            "The hidden layer must bend, not jump.",
            sigmoid((sums + b1 > 0) @ w2 + b2),
        ),
        (
            "steep",
            "The curve is twice as steep as the sigmoid must be.",
            sigmoid(2 * (sigmoid(2 * (sums + b1)) @ w2 + b2)),
        ),
        (
            "other-way",
            "It is 1 less the right value: the sign in e^-z is lost.",
            1 - sigmoid(score),
        ),
    ]
    return {f"network:{code}": (said, result) for code, said, result in ways}
