"""Hidden checks of unit 12, fifth part: first and last steps, and embeddings."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, gradient, require, support

Array = NDArray[np.float64]
Rng = np.random.Generator
AXES = {
    "out": "N T H*K",
    "last": "N H*K",
    "dout": "N T H*K",
    "x": "N T D",
    "W": "V D",
}
PLAIN = '''
"""An embedding that takes words as floats, so that it can be measured."""


class Embedding:
    def __init__(self, inner):
        self.inner, self.params = inner, inner.params

    @property
    def grads(self):
        return self.inner.grads

    def forward(self, x, train=True):
        return self.inner.forward(x.astype(int), train=train)

    def backward(self, dout):
        return self.inner.backward(dout)
'''
BOTH = pytest.mark.parametrize(
    "both", [False, True], ids=["one direction", "both directions"]
)
LATE = "The reverse half is taken at T - 1, where that direction begins: it ends at 0."
FIRST = "It is taken at t = 0: the forward direction ends at T - 1."
SWAPPED = "The halves are taken at exchanged steps: forward at T - 1, reverse at 0."
EVERYWHERE = "The gradient is put at every step: only the step that was taken gets one."
AT_FIRST = "The gradient is put at t = 0: the forward direction was taken at T - 1."
CLEARED = (
    "The reverse half is 0. With T = 1 the first step is the last one, too: what was "
    "written there must not be overwritten."
)
AT_LAST = "The reverse half is put at T - 1: it was taken at 0."
EVERY_STEP = "x0 is given at every step: the steps after the first one get zeros."
AT_END = "x0 stands in the last step: it belongs in the first."
ONLY_ONCE = (
    "A word that stands at several places gets the gradient of one of them: all of "
    "them add up."
)
MEANS = "The gradients of a word's places are averaged: they add up."


@exercise("12.7")
@BOTH
def test_last_output(student: Student, rng: Rng, *, both: bool) -> None:
    """last_output takes the forward half at T - 1 and the reverse half at 0."""
    out = rng.normal(size=(3, 5, 14))

    last = student.last_output(out.copy(), bidirectional=both)
    alone = student.last_output(out[:, :1].copy(), bidirectional=both)

    ahead, back = out[..., :7], out[..., 7:]
    right = out[:, -1] if not both else np.hstack([ahead[:, -1], back[:, 0]])
    suspects = {
        "last:late": (LATE, out[:, -1]),
        "last:first": (FIRST, out[:, 0]),
        "last:swapped": (SWAPPED, np.hstack([ahead[:, 0], back[:, -1]])),
    }
    clues = Clues(axes=AXES, suspects=suspects)
    close(last, right, "last", clues=clues)
    close(alone, out[:, 0], "last of one step")


@exercise("12.7")
@pytest.mark.parametrize(
    ("t", "both"),
    [(5, False), (5, True), (1, True)],
    ids=["one direction", "both directions", "both, T=1"],
)
def test_last_output_backward(
    student: Student, rng: Rng, t: int, *, both: bool
) -> None:
    """last_output_backward puts dlast where last_output took it, zeros elsewhere."""
    dlast, shape = rng.normal(size=(3, 14)), (3, t, 14)

    dout = student.last_output_backward(dlast.copy(), shape, bidirectional=both)

    right, ends = np.zeros(shape), np.zeros(shape)
    late, first = np.zeros(shape), np.zeros(shape)
    late[:, -1], first[:, 0], ends[:, -1] = dlast, dlast, dlast
    right[:, -1, :7], right[:, 0, 7:] = dlast[:, :7], dlast[:, 7:]
    suspects = {
        "dlast:everywhere": (EVERYWHERE, np.zeros(shape) + dlast[:, np.newaxis]),
        "dlast:first": (AT_FIRST, first),
        "dlast:last": (AT_LAST, late),
    }
    if t == 1:
        first[:, 0, 7:] = 0
        suspects = {"dlast:cleared": (CLEARED, first)}
    clues = Clues(axes=AXES, suspects=suspects)
    close(dout, right if both else ends, "dout", clues=clues)


@exercise("12.7")
def test_repeat_input(student: Student, rng: Rng) -> None:
    """repeat_input puts x0 at t = 0 and zeros after it, also where T is 1."""
    x0, shape = rng.normal(size=(3, 2)), (3, 5, 2)

    x = student.repeat_input(x0.copy(), 5)
    alone = student.repeat_input(x0.copy(), 1)

    right, end = np.zeros(shape), np.zeros(shape)
    right[:, 0], end[:, -1] = x0, x0
    suspects = {
        "repeat:every-step": (EVERY_STEP, np.zeros(shape) + x0[:, np.newaxis]),
        "repeat:last": (AT_END, end),
    }
    close(x, right, "x", clues=Clues(axes=AXES, suspects=suspects))
    close(alone, x0[:, np.newaxis], "x of one step")


@exercise("12.8")
@pytest.mark.parametrize(
    ("n", "t"), [(5, 7), (1, 1)], ids=["5 sentences of 7 words", "1 word"]
)
def test_rows_of_words(student: Student, rng: Rng, n: int, t: int) -> None:
    """Embedding.forward looks up the row of each word."""
    w, words = rng.normal(size=(11, 3)), rng.integers(11, size=(n, t))

    out = student.Embedding(w).forward(words.copy(), train=True)

    right = np.einsum("ntv,vd->ntd", np.eye(11)[words], w)
    close(out, right, "out", clues=Clues(axes={"out": "N T D"}))


@exercise("12.8", weight=2)
def test_gradient_of_words(student: Student, rng: Rng) -> None:
    """Embedding.backward sums the gradients of a repeated word; absent ones get 0."""
    w, words = rng.normal(size=(7, 3)), rng.integers(5, size=(4, 5))
    dout = rng.normal(size=(4, 5, 3))

    suspects = of_words(words, dout)
    clues = Clues(axes={"x": "N T", "out": "N T D", "W": "V D"}, suspects=suspects)
    table = support(student, "words", PLAIN).Embedding(student.Embedding(w))
    gradient(table, at=words.astype(float), upstream=dout, inputs=False, clues=clues)


@exercise("12.8")
def test_words_have_no_gradient(student: Student, rng: Rng) -> None:
    """Embedding.backward returns None, and its gradient is right to nine digits."""
    table, words = (
        student.Embedding(rng.normal(size=(7, 3))),
        rng.integers(5, size=(4, 5)),
    )
    table.forward(words.copy(), train=True)
    dout = rng.normal(size=(4, 5, 3))

    returned = table.backward(dout.copy())

    require(returned is None, "backward must return None: words have no gradient")
    right = np.einsum("ntv,ntd->vd", np.eye(7)[words], dout)
    grads = table.grads if isinstance(table.grads, dict) else {}
    clues = Clues(axes=AXES, suspects=of_words(words, dout))
    close(grads.get("W"), right, 'grads["W"]', clues=clues)


def of_words(words: NDArray[np.integer], dout: Array) -> dict[str, tuple[str, Array]]:
    """Return what the gradient may be in place of what it must be."""
    marks = np.eye(7)[words]
    total = np.einsum("ntv,ntd->vd", marks, dout)
    last = np.zeros((7, 3))
    for row, gradients in zip(words, dout, strict=True):
        last[row] = gradients
    count = np.maximum(marks.sum(axis=(0, 1)), 1)[:, np.newaxis]
    return {
        "embedding:once": (ONLY_ONCE, last),
        "embedding:means": (MEANS, total / count),
    }
