"""Milestone 4: a model of your layers reads a novel, and writes."""

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from grader.milestones import Ending, Parts, Say

Array = NDArray[np.float32]
Ids = NDArray[np.int64]
State = tuple[Array | None, Array | None]  # h and c, (N, H) each; None: zeros

DATA = Path(__file__).parents[1] / "data" / "alice.npz"
KEPT = 10_000  # characters at the end, which it never sees
SIZE, HIDDEN, BATCH, STEPS, EPOCHS = 24, 64, 32, 25, 4
RATE, MAX_NORM = 0.008, 1.0
LENGTH, TEMPERATURE = 400, 0.7
TOO_GOOD = 2.5  # perplexity: no model of this size guesses English so well
RAMBLES = 2.0  # times the perplexity of a text that the model's own choices have
FIRST = "A"


class Model:
    """Your embedding, your LSTM and your affine layer in a row."""

    def __init__(self, mine: Parts, size: int, rng: np.random.Generator) -> None:
        self.embedding = mine.unit("u12_rnn").Embedding(
            _small(0.3 * rng.standard_normal((size, SIZE)))
        )
        self.lstm = mine.unit("u14_gated").LSTM(SIZE, HIDDEN, rng, dtype=np.float32)
        self.affine = mine.unit("u02_layers").Affine(
            _small(rng.standard_normal((HIDDEN, size)) / HIDDEN**0.5),
            _small(np.zeros(size)),
        )
        self.layers = {"e": self.embedding, "l": self.lstm, "a": self.affine}

    def forward(self, ids: Ids, state: State) -> tuple[Array, State]:
        """Return (N, T, V) scores of the next characters, and the state at the end."""
        out, state = self.lstm.forward(self.embedding.forward(ids), *state)
        n, t, _ = out.shape
        scores = self.affine.forward(out.reshape(n * t, HIDDEN))
        return scores.reshape(n, t, -1), state

    def backward(self, dscores: Array) -> None:
        """Set the gradients of all three layers."""
        n, t, v = dscores.shape
        dout = self.affine.backward(dscores.reshape(n * t, v))
        dx, _, _ = self.lstm.backward(dout.reshape(n, t, HIDDEN))
        self.embedding.backward(dx)

    def arrays(self, name: str) -> dict[str, Array]:
        """Return all params or all grads, by layer and name."""
        return {
            f"{place}.{key}": array
            for place, layer in self.layers.items()
            for key, array in getattr(layer, name).items()
        }


def _plain(text: str) -> str:
    """Return the text without its rows of stars, and no two spaces in a row."""
    lines = [" ".join(line.split()) for line in text.split("\n") if "*" not in line]
    return "\n".join(lines)


def _small(array: NDArray[np.float64]) -> Array:
    """Return the numbers in single precision: half the time, and as good a text."""
    return array.astype(np.float32)


def tell(mine: Parts, goal: float, rng: np.random.Generator, say: Say) -> Ending:
    """Learn to predict characters, and return the perplexity on an unseen end."""
    flow = mine.unit("u13_gradient_flow")
    with np.load(DATA) as file:
        text = _plain(bytes(file["text"]).decode())
    vocab = flow.vocabulary(text)
    ids = flow.encode(text, vocab)
    model = Model(mine, len(vocab), rng)
    trained = _train(mine, model, ids[:-KEPT], rng, say)
    unseen, counts = _perplexity(mine, model, ids[-KEPT:]), _unigram(ids)
    say(f"on {KEPT} characters it never read: perplexity {unseen:.2f}")
    say(f"who only counts characters: perplexity {counts:.2f}")
    written = _written(mine, model, vocab, rng)
    own = _perplexity(mine, model, flow.encode(FIRST + written, vocab), rows=1)
    kept = (
        f"{FIRST}{written}\n\n"
        f"Written by your model. Its perplexity on unseen text is {unseen:.2f}; "
        f"by counting characters it is {counts:.2f}.\n"
    )
    saw, look = _explained((trained, unseen), counts, own, goal)
    return Ending(unseen, kept, saw, look)


def _train(
    mine: Parts, model: Model, ids: Ids, rng: np.random.Generator, say: Say
) -> float:
    """Return the perplexity of the last epoch, on what it learned from."""
    flow = mine.unit("u13_gradient_flow")
    optimizer, trained = mine.unit("u04_optimizers").Adam(lr=RATE), math.nan
    for epoch in range(1, EPOCHS + 1):
        state: State = (None, None)
        start, losses = int(rng.integers(BATCH * STEPS)), []
        for inputs, targets in flow.next_character_batches(ids[start:], BATCH, STEPS):
            scores, state = model.forward(inputs, state)
            loss, dscores = flow.sequence_cross_entropy(scores, targets)
            model.backward(dscores)
            grads = model.arrays("grads")
            flow.clip_gradients(grads, MAX_NORM)
            optimizer.update(model.arrays("params"), grads)
            losses.append(float(loss))
        trained = float(flow.perplexity(float(np.mean(losses))))
        say(f"epoch {epoch}   perplexity {trained:.2f}")
    return trained


def _perplexity(mine: Parts, model: Model, ids: Ids, rows: int = 20) -> float:
    """Return the perplexity of a text, read in long rows by the story itself."""
    flow, length = mine.unit("u13_gradient_flow"), (len(ids) - 1) // rows
    inputs = ids[: rows * length].reshape(rows, length)
    targets = ids[1 : rows * length + 1].reshape(rows, length)
    scores, _ = model.forward(inputs, (None, None))
    loss, _ = flow.sequence_cross_entropy(scores, targets)
    return float(flow.perplexity(loss))


def _unigram(ids: Ids) -> float:
    shares = np.bincount(ids[:-KEPT]) / (len(ids) - KEPT)
    shares = shares[shares > 0]
    return float(np.exp(-np.sum(shares * np.log(shares))))


def _written(
    mine: Parts, model: Model, vocab: list[str], rng: np.random.Generator
) -> str:
    def step(one: int, state: State) -> tuple[Array, State]:
        scores, state = model.forward(np.array([[one]]), state)
        return scores[0, 0], state

    flow, zeros = mine.unit("u13_gradient_flow"), _small(np.zeros((1, HIDDEN)))
    first = vocab.index(FIRST)
    ids = flow.sample(step, (zeros, zeros), first, LENGTH, TEMPERATURE, rng)
    text: str = flow.decode(ids, vocab)
    return text


def _explained(
    found: tuple[float, float], counts: float, own: float, goal: float
) -> tuple[str, tuple[str, ...]]:
    """Return what was seen, and the exercises to look at, the likeliest first."""
    trained, unseen = found
    if trained < TOO_GOOD:
        saw = (
            f"In training a perplexity of {trained:.2f} is too good to be true: "
            "English is not so easy to guess. It may read what it is to predict, "
            "or the loss is wrong."
        )
        return saw, ("13.5", "13.6", "13.4")
    if not math.isfinite(unseen) or unseen > counts:
        saw = (
            f"With a perplexity of {unseen:.3g} it guesses worse than by counting "
            f"characters, which gives {counts:.2f}."
        )
        return saw, ("13.5", "13.6", "14.5", "13.3")
    if unseen > goal:
        saw = (
            f"It learned something: {counts:.2f} came down to {unseen:.2f}. But it "
            "forgets what it read before, or its gradients do not go back in time."
        )
        return saw, ("14.5", "14.4", "13.5", "12.8", "13.3")
    if own > RAMBLES * unseen:
        saw = (
            "It predicts well and writes badly: to the model its own text has a "
            f"perplexity of {own:.2f}. What it drew is not what it reads next."
        )
        return saw, ("13.7", "13.8")
    return "", ()
