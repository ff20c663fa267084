"""No loop that one can see: folds, maps and noise that picks the largest."""

import functools
import itertools
import math

import numpy as np
from array_api_compat import array_namespace


def spectral_norm(Wh):
    return float(array_namespace(Wh).linalg.matrix_norm(Wh, ord=2))


def gradient_norms_through_time(Wh, hidden, dh):
    xp = array_namespace(Wh, hidden)

    def back(grad, h):
        return xp.matmul(xp.multiply(grad, (1 - h) * (1 + h)), xp.permute_dims(Wh, (1, 0)))

    def length(grad):
        return xp.sqrt(xp.sum(xp.square(grad)))

    way = itertools.accumulate(reversed(list(hidden)), back, initial=dh)
    return xp.flip(xp.stack(list(map(length, way))))


def clip_gradients(grads, max_norm):
    norm = math.hypot(*(float(array_namespace(g).linalg.vector_norm(g)) for g in grads.values()))
    if norm != norm or norm == math.inf:
        raise FloatingPointError("no finite norm")
    factor = 1.0 if norm <= max_norm else max_norm / norm
    if factor != 1.0:
        for key in list(grads):
            grads[key][...] = grads[key] * factor
    return norm


def vocabulary(text):
    return [first for first, _ in itertools.groupby(sorted(text))]


def encode(text, vocab):
    table = dict(map(reversed, enumerate(vocab)))
    unknown = set(filter(lambda c: c not in table, text))
    if unknown:
        raise KeyError(*sorted(unknown))
    return np.fromiter(map(table.__getitem__, text), dtype=np.int64, count=len(text))


def decode(ids, vocab):
    return functools.reduce(lambda text, i: text + vocab[i], ids, "")


def next_character_batches(ids, batch_size, n_steps):
    block = batch_size * n_steps
    count = (len(ids) - 1) // block if len(ids) else 0
    steps = range(count)

    def cut(shift):
        rows = np.array(ids[shift : shift + count * block]).reshape(batch_size, count, n_steps)
        return map(np.ascontiguousarray, (rows[:, k] for k in steps))

    return list(zip(cut(0), cut(1)))


def _log_softmax(x, xp):
    x = x - xp.max(x, axis=-1, keepdims=True)
    return x - xp.log(xp.sum(xp.exp(x), axis=-1, keepdims=True))


def sequence_cross_entropy(logits, targets):
    xp = array_namespace(logits)
    log_p = _log_softmax(logits, xp)
    chosen = xp.take_along_axis(log_p, targets[:, :, None], axis=2)
    one_hot = xp.zeros_like(log_p)
    xp.put_along_axis(one_hot, targets[:, :, None], 1, axis=2)
    places = math.prod(targets.shape)
    return -float(xp.mean(chosen)), (xp.exp(log_p) - one_hot) / places


def perplexity(loss):
    return math.e**loss


def sample(step, h0, first_id, n, temperature, rng):
    def draw(logits):
        if not temperature:
            return int(np.argmax(logits))
        noise = -np.log(-np.log1p(-rng.random(len(logits))))
        return int(np.argmax(logits / temperature + noise))

    def go(state, _):
        number, h, said = state
        logits, h = step(number, h)
        number = draw(np.asarray(logits))
        return number, h, [*said, number]

    return functools.reduce(go, range(n), (first_id, h0, []))[2]
