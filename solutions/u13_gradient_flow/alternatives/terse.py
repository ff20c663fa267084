"""As few lines as go."""

import math

import numpy as np
from array_api_compat import array_namespace


def spectral_norm(Wh):
    return float(array_namespace(Wh).linalg.svdvals(Wh).max())


def gradient_norms_through_time(Wh, hidden, dh):
    xp, g = array_namespace(dh), [dh]
    for h in hidden[::-1]:
        g.append(g[-1] * (1 - h * h) @ Wh.T)
    return xp.stack([(x * x).sum() ** 0.5 for x in g[::-1]])


def clip_gradients(grads, max_norm):
    n = math.sqrt(sum(float((g * g).sum()) for g in grads.values()))
    if not n < math.inf:
        raise FloatingPointError(n)
    for g in grads.values():
        g *= min(1.0, max_norm / (n or 1.0))
    return n


def vocabulary(text):
    return sorted({*text})


def encode(text, vocab):
    if lost := {*text} - {*vocab}:
        raise KeyError(" ".join(lost))
    at = {c: i for i, c in enumerate(vocab)}
    return np.array([at[c] for c in text], int)


def decode(ids, vocab):
    return "".join(map(vocab.__getitem__, ids))


def next_character_batches(ids, n, t):
    k = (len(ids) - 1) // (n * t)
    x, y = (ids[s : s + k * n * t].reshape(n, k, t) if k > 0 else [] for s in (0, 1))
    return ((x[:, b], y[:, b]) for b in range(k))


def sequence_cross_entropy(logits, targets):
    xp = array_namespace(logits)
    z = logits - logits.max(axis=-1, keepdims=True)
    z = z - xp.log(xp.exp(z).sum(axis=-1, keepdims=True))
    y = targets[..., None] == xp.arange(z.shape[-1])
    return -float((z * y).sum()) / targets.size, (xp.exp(z) - y) / targets.size


perplexity = math.exp


def sample(step, h0, first_id, n, temperature, rng):
    ids, h = [first_id], h0
    for _ in range(n):
        z, h = step(ids[-1], h)
        p = np.exp((z - z.max()) / temperature) if temperature else z == z.max()
        ids.append(int(rng.choice(len(z), p=p / p.sum())))
    return ids[1:]
