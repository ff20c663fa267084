"""Sums named by their axes, windows instead of slices, and numbers from a cumsum."""

import numpy as np
from array_api_compat import array_namespace
from numpy.lib.stride_tricks import sliding_window_view


def spectral_norm(Wh):
    xp = array_namespace(Wh)
    return float(xp.linalg.eigvalsh(xp.einsum("ki,kj->ij", Wh, Wh))[-1]) ** 0.5


def gradient_norms_through_time(Wh, hidden, dh):
    xp = array_namespace(hidden)
    T = hidden.shape[0]
    grads = [dh]
    slopes = 1 - xp.square(hidden)
    for t in range(T - 1, -1, -1):
        grads.insert(0, xp.einsum("nk,nk,hk->nh", grads[0], slopes[t], Wh))
    if grads[-1].dtype.kind != "f":
        grads[-1] = grads[-1] * 1.0
    return xp.stack([xp.sqrt(xp.einsum("nh,nh->", g, g)) for g in grads])


def clip_gradients(grads, max_norm):
    squares = [array_namespace(g).vdot(g, g) for g in grads.values()]
    norm = float(np.sqrt(sum(float(s) for s in squares)))
    if not np.isfinite(norm):
        raise FloatingPointError(f"norm {norm}")
    if norm > max_norm:
        for g in grads.values():
            array_namespace(g).multiply(g, max_norm / norm, out=g)
    return norm


def vocabulary(text):
    return [chr(code) for code in sorted({ord(c) for c in text})]


def encode(text, vocab):
    missing = [c for c in dict.fromkeys(text) if c not in vocab]
    if missing:
        raise KeyError("".join(missing))
    return np.array([vocab.index(c) for c in text], dtype=np.int32)


def decode(ids, vocab):
    return "".join([vocab[int(i)] for i in ids])


def next_character_batches(ids, batch_size, n_steps):
    count = max(len(ids) - 1, 0) // (batch_size * n_steps)
    if not count:
        return
    length = count * n_steps
    starts = np.arange(batch_size) * length
    rows = sliding_window_view(np.asarray(ids), length + 1)[starts]
    windows = sliding_window_view(rows, n_steps + 1, axis=1)[:, :length:n_steps]
    for b in range(count):
        yield windows[:, b, :-1], windows[:, b, 1:]


def sequence_cross_entropy(logits, targets):
    xp = array_namespace(logits)
    z = logits - logits.max(axis=2)[:, :, None]
    p = xp.exp(z)
    total = xp.einsum("ntv->nt", p)
    places = targets.size
    n = xp.arange(targets.shape[0])[:, None]
    t = xp.arange(targets.shape[1])[None, :]
    loss = float((xp.log(total) - z[n, t, targets]).sum()) / places
    d = p / total[:, :, None]
    d[n, t, targets] -= 1
    return loss, d / places


def perplexity(loss):
    return np.exp(loss)


def sample(step, h0, first_id, n, temperature, rng):
    out, h, last = [], h0, first_id
    while len(out) < n:
        logits, h = step(last, h)
        if temperature > 0:
            p = np.exp((logits - logits.max()) / temperature)
            edges = np.cumsum(p)
            last = int(np.searchsorted(edges, rng.random() * edges[-1], side="right"))
        else:
            last = int(logits.argmax())
        out.append(last)
    return out
