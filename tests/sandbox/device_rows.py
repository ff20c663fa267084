"""What CuPy's arrays do, row by row; the stand-in's must do the same.

In each row's code x is a (2, 3) array on the device, W (3, 2), i [0, 1], z of no
axes; h is a (2, 3) array of NumPy's; xp is array_namespace(x).
"""

from typing import NamedTuple

RAN = "ran"  # CuPy 14.2's own code was seen to do it, up to where a GPU is needed
READ = "read"  # it follows from CuPy's source


class Row(NamedTuple):
    """One thing that code may do.

    Attributes:
        code: an expression, or a statement that changes x.
        outcome: "device" for an array there, "NumPy" for one of NumPy's, "Python"
            for anything of Python's, "changed" for a statement, or an exception.
        known: how CuPy's behaviour is known while no GPU has confirmed it.
    """

    code: str
    outcome: str
    known: str


ROWS = {
    "Computing": [
        Row("x + x", "device", READ),
        Row("2.0 * x - 1", "device", READ),
        Row("np.float64(2.0) * x", "device", READ),
        Row("x @ W", "device", READ),
        Row("x**2", "device", READ),
        Row("x > 0", "device", READ),
        Row("-abs(x)", "device", READ),
        Row("x += x", "changed", READ),
        Row("x *= 0.5", "changed", READ),
        Row("np.exp(x)", "device", READ),
        Row("np.maximum(x, 0)", "device", READ),
        Row("np.exp(x, where=x > 0, out=xp.zeros_like(x))", "device", READ),
        Row("xp.sqrt(2.0)", "device", READ),
        Row("xp.sqrt.inverse", "AttributeError", RAN),
        Row("np.add.outer(i, i)", "device", READ),
        Row("np.add.at(x, i, 1.0)", "changed", READ),
        Row("np.add.at(x, [0, 1], 1.0)", "TypeError", READ),
        Row("np.add.at(x, (i, i), 1.0)", "TypeError", READ),
        Row("xp.add.at(x, (i, i), 1.0)", "changed", READ),
        Row("xp.add.at(x, i, x)", "changed", READ),
        Row("np.subtract.at(x, i, 1.0)", "TypeError", READ),
        Row("np.multiply.at(x, i, 2.0)", "NotImplementedError", RAN),
        Row("np.add.at(h, i, x)", "AttributeError", RAN),
        Row("np.add.reduce(x)", "device", READ),
        Row("np.maximum.reduce(x)", "NotImplementedError", RAN),
    ],
    "Functions and methods": [
        Row("x.sum()", "device", READ),
        Row("x.mean(axis=0, keepdims=True)", "device", READ),
        Row("x.std(ddof=1)", "device", READ),
        Row("x.max(initial=0)", "TypeError", RAN),
        Row("x.clip(min=1)", "device", READ),
        Row("x.reshape(3, -1)", "device", RAN),
        Row("x.T", "device", RAN),
        Row("x.astype(np.float32)", "device", READ),
        Row("x.flags.writeable", "AttributeError", RAN),
        Row("x.resize((3, 2))", "AttributeError", RAN),
        Row("x.shape = (3, 2)", "changed", RAN),
        Row("x.label = 'x'", "AttributeError", RAN),
        Row("copy.copy(x)", "device", READ),
        Row("copy.deepcopy(x)", "device", READ),
        Row("np.sum(x, axis=1)", "device", READ),
        Row("np.sum(x, where=x > 0)", "TypeError", READ),
        Row("np.where(x > 0, x, 0.0)", "device", READ),
        Row("np.einsum('ij,jk->ik', x, W)", "device", READ),
        Row("np.pad(x, 1)", "device", READ),
        Row("np.concatenate([x, x])", "device", READ),
        Row("np.stack([x, x])", "device", READ),
        Row("np.stack([1.0, 2.0])[0]", "Python", READ),
        Row("xp.stack([1.0, 2.0])", "TypeError", READ),
        Row("xp.hstack([x, [1.0]])", "TypeError", READ),
        Row("np.concatenate([x[0], [1.0]])", "TypeError", READ),
        Row("xp.concat([*x])", "device", READ),
        Row("np.zeros_like(x)", "device", READ),
        Row("np.linalg.norm(x)", "device", READ),
        Row("np.lib.stride_tricks.sliding_window_view(x, (2, 2))", "device", READ),
        Row("np.block([x, x])", "TypeError", RAN),
        Row("np.vectorize(float)(x)", "TypeError", RAN),
        Row("np.shape(x)", "Python", RAN),
        Row("xp.concat([x, x], axis=1)", "device", READ),
        Row("xp.permute_dims(x, (1, 0))", "device", RAN),
        Row("xp.std(x, axis=0, correction=1)", "device", READ),
        Row("xp.zeros((2, 3), dtype=x.dtype, device=x.device)", "device", READ),
        Row("xp.arange(3)", "device", READ),
        Row("xp.lib.stride_tricks.sliding_window_view(x, (2, 2))", "device", READ),
        Row("xp.frompyfunc(abs, 1, 1)", "AttributeError", RAN),
        Row("xp.errstate(all='ignore')", "AttributeError", RAN),
        Row("xp.float32(2.0)", "Python", RAN),
        Row("xp.random.get_state()", "AttributeError", RAN),
        Row("0 * xp.random.rand(2, 3)", "device", READ),
        Row("x.fill(2.0)", "changed", READ),
        Row("x.fill(h)", "ValueError", RAN),
    ],
    "Indexing": [
        Row("x[0, 0]", "device", RAN),
        Row("x[..., None]", "device", RAN),
        Row("x[np.int64(1)]", "device", RAN),
        Row("x[i, i]", "device", READ),
        Row("x[x > 1]", "device", READ),
        Row("x[[0, 1]]", "device", READ),
        Row("x[np.array([1, 0])]", "device", READ),
        Row("x[h > 0]", "device", READ),
        Row("x[z]", "IndexError", RAN),
        Row("x[x > 1] = 0.0", "changed", READ),
        Row("x[0] = np.float64(2.0)", "changed", READ),
        Row("x[0] = x[1]", "changed", READ),
        Row("x[0] = h[1]", "ValueError", RAN),
        Row("x[...] = h", "ValueError", RAN),
        Row("x[0] = [1.0, 2.0, 3.0]", "ValueError", RAN),
        Row("x[i] = h", "changed", READ),
        Row("h[0] = x[0]", "TypeError", RAN),
        Row("h[i]", "TypeError", RAN),
    ],
    "Mixing with NumPy": [
        Row("x + h", "TypeError", READ),
        Row("h + x", "TypeError", READ),
        Row("x += h", "TypeError", READ),
        Row("h += x", "TypeError", READ),
        Row("x @ np.ones((3, 2))", "TypeError", RAN),
        Row("h.dot(W)", "TypeError", RAN),
        Row("x + [1.0, 2.0, 3.0]", "TypeError", READ),
        Row("np.maximum(x, h)", "TypeError", READ),
        Row("xp.where(h > 0, x, 0.0)", "TypeError", READ),
        Row("xp.exp(h)", "TypeError", READ),
        Row("xp.concat([x, h])", "TypeError", READ),
        Row("xp.stack([x, h])", "TypeError", RAN),
        Row("np.exp(x, out=h)", "TypeError", READ),
        Row("x * np.random.default_rng(0).random(x.shape)", "TypeError", READ),
        Row("x * xp.asarray(np.random.default_rng(0).random(x.shape))", "device", READ),
        Row("x + np.array(2.0)", "TypeError", READ),
        Row("np.greater(x, np.array(2.0))", "device", READ),
        Row("xp.asarray(h)", "device", READ),
        Row("xp.asarray(x) is x or 1 / 0", "Python", READ),
        Row("xp.sum(h)", "NumPy", RAN),
    ],
    "Becoming something else": [
        Row("np.asarray(x)", "TypeError", RAN),
        Row("np.array([x, x])", "TypeError", RAN),
        Row("np.array([1.0, z])", "TypeError", RAN),
        Row("np.array(list(x))", "TypeError", RAN),
        Row("xp.asarray([z, z])", "device", READ),
        Row("x.get()", "NumPy", READ),
        Row("x.tolist()", "Python", READ),
        Row("float(z)", "Python", READ),
        Row("int(z)", "Python", READ),
        Row("complex(z)", "Python", READ),
        Row("z.item()", "Python", READ),
        Row("f'{z:.1f}'", "Python", READ),
        Row("str(x)", "Python", READ),
        Row("repr(x)", "Python", READ),
        Row("repr(x.device)", "Python", RAN),
        Row("list(z)", "TypeError", RAN),
        Row("len(z)", "TypeError", RAN),
        Row("math.exp(z)", "Python", READ),
        Row("bool(z > 0)", "Python", READ),
        Row("bool(x)", "ValueError", RAN),
        Row("len(x)", "Python", RAN),
        Row("max(z, 1.0)", "device", READ),
        Row("range(z)", "TypeError", RAN),
        Row("round(z)", "TypeError", RAN),
        Row("hash(x)", "TypeError", RAN),
        Row("isinstance(x, np.ndarray)", "Python", RAN),
        Row("sum(x)", "device", READ),
    ],
}
