"""Open checks of unit 12: first and last steps, and embeddings."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, narrowed, require

Array = NDArray[np.float64]
Rng = np.random.Generator
LAST_OF_BOTH = (
    "The reverse half is taken at T - 1, where that direction begins: it ends at 0."
)
LAST = dict.fromkeys(("last of a batch", "last of both directions of a batch"), "N H*K")
ONLY_ONCE = (
    "A word that stands at several places gets the gradient of one of them: all of "
    "them add up."
)
HALVES = "The two halves take each other's step: the forward direction ends at T - 1."
FIRST = "It is taken at t = 0: the forward direction ends at T - 1."
CASES = (
    "It is what belongs to both directions: without bidirectional it is out[:, -1] as "
    "a whole."
)
COLUMNS = "W is indexed along its columns: W[indices] takes a row for each word."
PLACES = "It is divided by the number of places: the gradients of a word add up."
ONE_SENTENCE = "The first sentence counts alone: all N sentences belong in the sum."
AT_LAST = "The reverse half stands at T - 1: last_output took it at 0."
AT_FIRST = "It stands at t = 0: last_output took the forward direction at T - 1."
JOINED = "The two halves are joined along axis 0: they must be joined along axis 1."
OTHER_H = "The halves are cut at T // 2: H is half of the last axis of out."
FORWARD_TWICE = (
    "The reverse half of dout holds the forward half of dlast: its own is dlast[:, H:]."
)
NOT_STORED = 'grads["W"] is all zeros: nothing is stored there, or zeros are, later on.'
COUNTED = "The words are counted: add dout, and not 1, at the place of each word."
WORD_BEFORE = (
    "The row of the word before comes: words count from 0, so the word 0 has W[0]."
)


@exercise("12.7")
def test_last_output_of_three_steps(student: Student, rng: Rng) -> None:
    """last_output gives the worked example of handout section 5.1, and a batch."""
    out = np.array([[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]])

    suspects = {
        "last:first": (FIRST, np.array([[1.0, 2.0]])),
        "last:cases": (CASES, np.array([[5.0, 2.0]])),
    }
    clues = Clues(suspects=suspects)
    close(student.last_output(out), np.array([[5.0, 6.0]]), "last", clues=clues)
    batch = rng.normal(size=(5, 3, 4))
    many = student.last_output(batch.copy(), bidirectional=True)
    both = student.last_output(out, bidirectional=True)
    shapes = [getattr(each, "shape", ()) for each in (both, many)]
    must = "last of both directions must have shape (1, 2), found (2, 1)."
    require(shapes != [(2, 1), (10, 2)], must, cause=JOINED)
    suspects = {
        "last:both": (LAST_OF_BOTH, np.array([[5.0, 6.0]])),
        "last:halves": (HALVES, np.array([[1.0, 6.0]])),
    }
    clues = Clues(suspects=suspects)
    close(both, np.array([[5.0, 2.0]]), "last of both directions", clues=clues)
    found = student.last_output(batch.copy())
    right = batch[:, 2], np.concatenate([batch[:, 2, :2], batch[:, 0, 2:]], axis=1)
    clues = Clues(axes=LAST, suspects={"last:first": (FIRST, batch[:, 0])})
    close(found, right[0], "last of a batch", clues=clues)
    must = f"last of both directions must have shape (5, 4), found {shapes[1]}."
    require(shapes[1] not in {(10, 2), (2, 10)}, must, cause=JOINED)
    swapped = np.concatenate([batch[:, 0, :2], batch[:, 2, 2:]], axis=1)
    cut = np.concatenate([batch[:, 2, :1], batch[:, 0, 1:]], axis=1)
    suspects = {
        "last:both": (LAST_OF_BOTH, right[0]),
        "last:halves": (HALVES, swapped),
        "last:cut": (OTHER_H, cut),
    }
    clues = Clues(axes=LAST, suspects=suspects)
    close(many, right[1], "last of both directions of a batch", clues=clues)


@exercise("12.7")
def test_last_output_sends_back_what_it_took(student: Student, rng: Rng) -> None:
    """last_output_backward puts dlast where last was taken, and zeros elsewhere."""
    d = rng.normal(size=(5, 4))

    dout = student.last_output_backward(d, (5, 3, 4))
    both = student.last_output_backward(d, (5, 3, 4), bidirectional=True)

    right = np.zeros((5, 3, 4))
    right[:, 2] = d
    late, axes = right.copy(), {"dout": "N T H*K"}
    clues = Clues(axes=axes, suspects={"dlast:first": (AT_FIRST, right[:, ::-1])})
    close(dout, right, "dout", clues=clues)
    right[:, 2, 2:], right[:, 0, 2:] = 0, d[:, 2:]
    twice = right.copy()
    twice[:, 0, 2:] = d[:, :2]
    suspects = {
        "dlast:late": (AT_LAST, late),
        "dlast:halves": (HALVES, right[:, ::-1]),
        "dlast:twice": (FORWARD_TWICE, twice),
    }
    clues = Clues(axes=axes, suspects=suspects)
    close(both, right, "dout of both directions", clues=clues)


@exercise("12.7")
def test_input_is_told_once(student: Student, rng: Rng) -> None:
    """repeat_input puts x0 into the first of three steps and zeros into the rest."""
    x0 = rng.normal(size=(5, 2))

    x = student.repeat_input(x0, 3)

    clues = Clues(axes={"x": "N T D"})
    close(x, np.stack([x0, 0 * x0, 0 * x0], axis=1), "x", clues=clues)


@exercise("12.8")
def test_two_words_by_hand(student: Student) -> None:
    """Embedding looks up the sentence 1, 1, 0 and adds both gradients of word 1."""
    table = student.Embedding(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]))

    out = table.forward(np.array([[1, 1, 0]]), train=True)
    table.backward(np.array([[[1.0, 0.0], [10.0, 1.0], [100.0, 2.0]]]))

    before = np.array([[[1.0, 2.0], [1.0, 2.0], [5.0, 6.0]]])
    clues = Clues(suspects={"embedding:before": (WORD_BEFORE, before)})
    rows = np.array([[[3.0, 4.0], [3.0, 4.0], [1.0, 2.0]]])
    with narrowed(lambda: require_rows(student)):
        close(out, rows, "out", clues=clues)
    right = np.array([[100.0, 2.0], [11.0, 1.0], [0.0, 0.0]])
    last = np.array([[100.0, 2.0], [10.0, 1.0], [0.0, 0.0]])
    suspects = {
        "embedding:once": (ONLY_ONCE, last),
        "embedding:zeros": (NOT_STORED, np.zeros((3, 2))),
        "embedding:counted": (COUNTED, np.array([[1.0, 1.0], [2.0, 2.0], [0.0, 0.0]])),
    }
    clues = Clues(suspects=suspects)
    require(isinstance(table.grads, dict), "grads must be a dict")
    close(table.grads.get("W"), right, 'grads["W"]', clues=clues)


@exercise("12.8")
def test_words_of_a_batch(student: Student, rng: Rng) -> None:
    """Embedding looks up a batch of sentences, and adds up all of their gradients."""
    w, words = rng.normal(size=(7, 3)), rng.integers(7, size=(5, 4))
    dout, ones = rng.normal(size=(5, 4, 3)), np.eye(7)[words]
    table = student.Embedding(w.copy())

    out = table.forward(words.copy(), train=True)
    table.backward(dout.copy())

    right = ones @ w
    with narrowed(lambda: require_rows(student)):
        close(out, right, "out", clues=Clues(axes={"out": "N T D"}))
    total = ones.reshape(20, 7).T @ dout.reshape(20, 3)
    last = np.zeros((7, 3))
    last[words.ravel()] = dout.reshape(20, 3)
    suspects = {
        "embedding:once": (ONLY_ONCE, last),
        "embedding:sentence": (ONE_SENTENCE, ones[0].T @ dout[0]),
        "embedding:places": (PLACES, total / 20),
    }
    require(isinstance(table.grads, dict), "grads must be a dict")
    clues = Clues(axes={'grads["W"]': "V D"}, suspects=suspects)
    close(table.grads.get("W"), total, 'grads["W"]', clues=clues)


def require_rows(student: Student) -> None:
    """Check that words are not looked up along the columns of W."""
    w, words = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([[1, 1, 0]])
    found = student.Embedding(w.copy()).forward(words.copy(), train=True)
    is_turned = np.array_equal(np.asarray(found), w[:, words])
    require(not is_turned, "columns came back", cause=COLUMNS)
