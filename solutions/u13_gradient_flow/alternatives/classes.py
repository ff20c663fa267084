"""Objects that do the work, and functions that only call them."""

import numpy as np
from array_api_compat import array_namespace


class Matrix:
    def __init__(self, values):
        self.values = values
        self.xp = array_namespace(values)

    def norm(self):
        _, s, _ = self.xp.linalg.svd(self.values, full_matrices=False)
        return float(s[0])


class Flow:
    """One gradient, walking back."""

    def __init__(self, weights, gradient):
        self.xp = array_namespace(weights)
        self.weights, self.gradient = weights, gradient
        self.lengths = []
        self.note()

    def note(self):
        g = self.gradient
        self.lengths.append(self.xp.sqrt((g * g).sum()))

    def back(self, state):
        slope = 1 - state * state
        inner = slope * self.gradient
        self.gradient = (self.weights @ inner.T).T
        self.note()


def spectral_norm(Wh):
    return Matrix(Wh).norm()


def gradient_norms_through_time(Wh, hidden, dh):
    flow = Flow(Wh, dh)
    t = hidden.shape[0]
    while t > 0:
        t -= 1
        flow.back(hidden[t])
    flow.lengths.reverse()
    return flow.xp.stack(flow.lengths)


class Clipper:
    def __init__(self, max_norm):
        self.max_norm = max_norm

    def __call__(self, grads):
        total = 0.0
        for g in grads.values():
            total += float((g * g).sum())
        norm = total**0.5
        if np.isnan(norm) or np.isinf(norm):
            raise FloatingPointError("the gradients are not finite")
        if norm > self.max_norm:
            self.shrink(grads, norm)
        return norm

    def shrink(self, grads, norm):
        for g in grads.values():
            g *= self.max_norm
            g /= norm


def clip_gradients(grads, max_norm):
    return Clipper(max_norm)(grads)


class Alphabet(dict):
    def __init__(self, vocab):
        super().__init__((c, i) for i, c in enumerate(vocab))

    def read(self, text):
        strangers = {c for c in text if c not in self}
        if strangers:
            raise KeyError(strangers)
        out = np.empty(len(text), dtype=int)
        for k, c in enumerate(text):
            out[k] = self[c]
        return out


def vocabulary(text):
    return sorted(list({c: None for c in text}.keys()))


def encode(text, vocab):
    return Alphabet(vocab).read(text)


def decode(ids, vocab):
    text = ""
    for i in ids:
        text += vocab[i]
    return text


class Batches:
    """An iterator whose rows take every count-th part, from the end of the text."""

    def __init__(self, ids, n, t):
        self.n, self.t = n, t
        self.left = (len(ids) - 1) // (n * t)
        self.length = self.left * t
        self.tail = len(ids) - 1 - self.length * n
        self.ids, self.done = ids, 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.left <= 0:
            raise StopIteration
        rows = []
        for r in range(self.n):
            start = self.tail + r * self.length + self.done
            rows.append(self.ids[start : start + self.t + 1])
        self.left -= 1
        self.done += self.t
        block = np.array(rows)
        return block[:, :-1], block[:, 1:]


def next_character_batches(ids, batch_size, n_steps):
    return Batches(ids, batch_size, n_steps)


class Softmax:
    def __init__(self, logits):
        self.xp = array_namespace(logits)
        flat = logits.reshape(-1, logits.shape[-1])
        self.shifted = flat - flat.max(axis=1, keepdims=True)
        powers = self.xp.exp(self.shifted)
        self.total = powers.sum(axis=1, keepdims=True)
        self.p = powers / self.total

    def loss(self, targets):
        rows = self.xp.arange(targets.size)
        log_p = self.shifted[rows, targets.reshape(-1)] - self.xp.log(self.total[:, 0])
        return float(-log_p.sum()) / targets.size

    def gradient(self, targets):
        rows = self.xp.arange(targets.size)
        d = self.p.copy()
        d[rows, targets.reshape(-1)] -= 1.0
        return d / targets.size


def sequence_cross_entropy(logits, targets):
    softmax = Softmax(logits)
    return softmax.loss(targets), softmax.gradient(targets).reshape(logits.shape)


def perplexity(loss):
    return float(np.exp(loss))


class Writer:
    def __init__(self, step, h, temperature, rng):
        self.step, self.h = step, h
        self.temperature, self.rng = temperature, rng

    def write(self, number):
        logits, self.h = self.step(number, self.h)
        if self.temperature == 0:
            return int(np.argmax(logits))
        p = Softmax(np.asarray(logits)[None] / self.temperature).p[0]
        return int(np.argmax(self.rng.multinomial(1, p / p.sum())))


def sample(step, h0, first_id, n, temperature, rng):
    writer, text = Writer(step, h0, temperature, rng), [first_id]
    for _ in range(n):
        text.append(writer.write(text[-1]))
    return text[1:]
