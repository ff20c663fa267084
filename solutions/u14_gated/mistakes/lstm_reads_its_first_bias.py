"""forward reads a copy of b from the time when the layer was made

An optimizer edits params["b"] in place: read params in each forward.
"""

EXERCISE = "14.10"
READ = "handout 6.2"


class LSTM:
    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        rng: np.random.Generator | None = None,
        forget_bias: float = 1.0,
        dtype: DTypeLike = np.float64,
    ) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        rng = np.random.default_rng() if rng is None else rng
        d, h = input_size, hidden_size
        wx, wh = (_uniform(rng, (rows, 4 * h), h, dtype) for rows in (d, h))
        b = 0 * wx[0]
        b[h : 2 * h] = forget_bias
        self.params = {"Wx": wx, "Wh": wh, "b": b}
        self.b = 1 * b
        self.grads = {key: 0 * each for key, each in self.params.items()}

    def forward(
        self,
        x: Array,
        h0: Array | None = None,
        c0: Array | None = None,
        train: bool = True,
    ) -> tuple[Array, tuple[Array, Array]]:
        xp = array_namespace(x)
        wh, total = self.params["Wh"], x @ self.params["Wx"] + self.b
        zero = xp.zeros_like(total[:, 0, : wh.shape[0]])
        h, c = zero if h0 is None else h0, zero if c0 is None else c0
        self.kept, outs, before = [], [], h
        for t in range(x.shape[1]):
            h, c, kept = _lstm_step(xp, total[:, t] + h @ wh, c)
            self.kept.append(kept)
            outs.append(h)
        out = xp.stack(outs, axis=1)
        self.x, self.h = x, xp.stack([before, *outs[:-1]], axis=1)
        return out, (h, c)
