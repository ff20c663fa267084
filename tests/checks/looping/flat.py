"""Code without a loop over data, or with loops over what may be looped over.

Each takes one array, whose axes are named first; a loop over T is allowed.
"""

HEADER = """
import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

def sigmoid(x):
    return 1 / (1 + np.exp(-x))
"""

FLAT = {
    "softmax": (
        "N D",
        """
def softmax(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
""",
    ),
    "broadcasting": (
        "N D",
        """
def broadcasting(x):
    return ((x[:, None, :] - x[None, :, :]) ** 2).sum(axis=-1)
""",
    ),
    "einsum": (
        "N D",
        """
def einsum(x):
    return np.einsum("nd,md->nm", x, x)
""",
    ),
    "einsum_optimized": (
        "N D",
        """
def einsum_optimized(x):
    return np.einsum("nd,md,me->ne", x, x, x, optimize=True)
""",
    ),
    "tensordot": (
        "N D",
        """
def tensordot(x):
    return np.tensordot(x, x, axes=([0], [0]))
""",
    ),
    "add_at": (
        "N D",
        """
def add_at(x):
    out = np.zeros((5, x.shape[1]))
    np.add.at(out, np.arange(len(x)) % 5, x)
    return out
""",
    ),
    "fancy_indexing": (
        "N D",
        """
def fancy_indexing(x):
    out = np.zeros_like(x)
    out[np.arange(len(x)), x.argmax(axis=1)] = 1
    return out
""",
    ),
    "take_along_axis": (
        "N D",
        """
def take_along_axis(x):
    order = np.argsort(x, axis=1)
    return np.take_along_axis(x, order, axis=1)
""",
    ),
    "boolean_mask": (
        "N D",
        """
def boolean_mask(x):
    out = x.copy()
    out[out < 0] = 0
    return out
""",
    ),
    "where": (
        "N D",
        """
def where(x):
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))
""",
    ),
    "piecewise_masks": (
        "N D",
        """
def piecewise_masks(x):
    return np.select([x < -1, x > 1], [-1.0, 1.0], x)
""",
    ),
    "cumsum": (
        "N D",
        """
def cumsum(x):
    return np.cumsum(x[::-1], axis=0)[::-1]
""",
    ),
    "pad": (
        "N C H W",
        """
def pad(x):
    return np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
""",
    ),
    "stride_tricks": (
        "N D",
        """
def stride_tricks(x):
    n, d = x.shape
    x = np.ascontiguousarray(x)
    windows = as_strided(x, (n, d - 1, 2), (*x.strides, x.strides[1]))
    return windows.sum(axis=-1)
""",
    ),
    "sliding_windows": (
        "N C H W",
        """
def sliding_windows(x):
    return sliding_window_view(x, (2, 2), axis=(2, 3)).max(axis=(-2, -1))
""",
    ),
    "im2col": (
        "N C H W",
        """
def im2col(x):
    n, c, h, w = x.shape
    columns = np.empty((n, c, 3, 3, h - 2, w - 2))
    for i in range(3):
        for j in range(3):
            columns[:, :, i, j] = x[:, :, i : i + h - 2, j : j + w - 2]
    return columns.reshape(n, c * 9, -1)
""",
    ),
    "pixels_of_the_kernel": (
        "N C H W",
        """
def pixels_of_the_kernel(x):
    n, c, h, w = x.shape
    out = np.zeros((n, c, h - 2, w - 2))
    for i, j in np.ndindex(3, 3):
        out += x[:, :, i : i + h - 2, j : j + w - 2]
    return out
""",
    ),
    "rnn": (
        "N T D",
        """
def rnn(x):
    h = np.zeros_like(x[:, 0])
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] + h)
    return h
""",
    ),
    "lstm": (
        "N T D",
        """
def lstm(x):
    h = c = np.zeros_like(x[:, 0])
    states = []
    for t in range(x.shape[1]):
        i, f, o, g = np.split(np.tile(x[:, t] + h, 4), 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        states.append(h)
    return np.stack(states, axis=1)
""",
    ),
    "gates": (
        "N D",
        """
def gates(x):
    gates = {}
    for name, part in zip("ifog", np.split(np.tile(x, 4), 4, axis=1)):
        gates[name] = np.tanh(part) if name == "g" else sigmoid(part)
    return sum(gates.values())
""",
    ),
    "batch_normalization": (
        "N D",
        """
def batch_normalization(x):
    centred = x - x.mean(axis=0)
    return centred / np.sqrt(x.var(axis=0) + 1e-5)
""",
    ),
    "attention": (
        "N T D",
        """
def attention(x):
    scores = x @ x.transpose(0, 2, 1)
    mask = np.triu(np.ones(scores.shape[1:], dtype=bool), 1)
    scores = np.where(mask, -1e9, scores)
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True) @ x
""",
    ),
    "one_size_only": (
        "N D",
        """
def one_size_only(x):
    if len(x) > 50:
        x = x - x.mean()
    return x * 2
""",
    ),
    "asarray": (
        "N D",
        """
def asarray(x):
    x = np.asarray(x, dtype=float)
    return np.linalg.norm(x, axis=1)
""",
    ),
    "sorted_unique": (
        "N D",
        """
def sorted_unique(x):
    return np.unique(np.sign(x), return_counts=True)
""",
    ),
    "doubling_strides": (
        "N D",
        """
def doubling_strides(x):
    total, k = x.copy(), 1
    while k < len(x):
        shifted = np.zeros_like(total)
        shifted[k:] = total[:-k]
        total = total + shifted
        k *= 2
    return total
""",
    ),
    "halving_tree": (
        "N D",
        """
def halving_tree(x):
    while len(x) > 1:
        if len(x) % 2:
            x = np.concatenate([x, np.zeros_like(x[:1])])
        x = x[::2] + x[1::2]
    return x[0]
""",
    ),
    "fourfold_strides": (
        "N D",
        """
def fourfold_strides(x):
    total, k = x.copy(), 1
    while k < len(x):
        for shift in (k, 2 * k, 3 * k):
            part = np.zeros_like(x)
            part[shift:] = x[: max(len(x) - shift, 0)]
            total = total + part
        x, k = total, 4 * k
    return total
""",
    ),
    "many_steps_from_fifty_on": (
        "N D",
        """
def many_steps_from_fifty_on(x):
    if len(x) > 50:
        for power in range(9):
            x = x - x.mean() / (power + 1)
    return x * 2
""",
    ),
}
