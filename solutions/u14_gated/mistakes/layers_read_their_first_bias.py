"""forward reads a copy of the bias from the time when the layer was made

An optimizer edits params in place: read params in each forward.
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
        xp = array_namespace(wx)
        b = xp.zeros_like(wx[0])
        b[h : 2 * h] = forget_bias
        self.params = {"Wx": wx, "Wh": wh, "b": b}
        self.b = 1 * b
        self.grads = {k: xp.zeros_like(each) for k, each in self.params.items()}

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


class GRU:
    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        rng: np.random.Generator | None = None,
        dtype: DTypeLike = np.float64,
    ) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        rng = np.random.default_rng() if rng is None else rng
        d, h = input_size, hidden_size
        sizes = {"Wx": (d, 3 * h), "Wh": (h, 3 * h), "bx": (3 * h,), "bh": (3 * h,)}
        self.params = {k: _uniform(rng, size, h, dtype) for k, size in sizes.items()}
        xp = array_namespace(self.params["Wx"])
        self.bx = 1 * self.params["bx"]
        self.grads = {k: xp.zeros_like(each) for k, each in self.params.items()}

    def forward(
        self, x: Array, h0: Array | None = None, train: bool = True
    ) -> tuple[Array, Array]:
        xp = array_namespace(x)
        wh, bh = self.params["Wh"], self.params["bh"]
        from_x = x @ self.params["Wx"] + self.bx
        h = xp.zeros_like(from_x[:, 0, : wh.shape[0]]) if h0 is None else h0
        self.kept, outs = [], []
        for t in range(x.shape[1]):
            h, kept = _gru_step(xp, from_x[:, t], h @ wh + bh, h)
            self.kept.append(kept)
            outs.append(h)
        self.x = x
        return xp.stack(outs, axis=1), h
