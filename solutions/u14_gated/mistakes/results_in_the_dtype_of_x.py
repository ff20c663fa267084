"""what comes out has the dtype of x, so whole numbers cut it off

x may hold integers. Take the dtype of a product or of a parameter.
"""

EXERCISE = "14.11"
READ = "handout 6.3"


class GRU:
    def forward(
        self, x: Array, h0: Array | None = None, train: bool = True
    ) -> tuple[Array, Array]:
        xp = array_namespace(x)
        wh, bh = self.params["Wh"], self.params["bh"]
        from_x = x @ self.params["Wx"] + self.params["bx"]
        h = xp.zeros_like(from_x[:, 0, : wh.shape[0]]) if h0 is None else h0
        self.kept, outs = [], []
        for t in range(x.shape[1]):
            h, kept = _gru_step(xp, from_x[:, t], h @ wh + bh, h)
            self.kept.append(kept)
            outs.append(h)
        self.x = x
        return xp.stack(outs, axis=1).astype(x.dtype), h


class LSTM:
    def forward(
        self,
        x: Array,
        h0: Array | None = None,
        c0: Array | None = None,
        train: bool = True,
    ) -> tuple[Array, tuple[Array, Array]]:
        xp = array_namespace(x)
        wh, total = self.params["Wh"], x @ self.params["Wx"] + self.params["b"]
        zero = xp.zeros_like(total[:, 0, : wh.shape[0]])
        h, c = zero if h0 is None else h0, zero if c0 is None else c0
        self.kept, outs, before = [], [], h
        for t in range(x.shape[1]):
            h, c, kept = _lstm_step(xp, total[:, t] + h @ wh, c)
            self.kept.append(kept)
            outs.append(h)
        out = xp.stack(outs, axis=1)
        self.x, self.h = x, xp.stack([before, *outs[:-1]], axis=1)
        return out.astype(x.dtype), (h, c)


class GRUCell:
    def forward(self, x: Array, h: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        from_x = x @ self.params["Wx"] + self.params["bx"]
        from_h = h @ self.params["Wh"] + self.params["bh"]
        h_next, self.kept = _gru_step(xp, from_x, from_h, h)
        self.x = x
        return h_next.astype(x.dtype)


class LSTMCell:
    def forward(
        self, x: Array, h: Array, c: Array, train: bool = True
    ) -> tuple[Array, Array]:
        xp = array_namespace(x)
        total = x @ self.params["Wx"] + h @ self.params["Wh"] + self.params["b"]
        h_next, c_next, self.kept = _lstm_step(xp, total, c)
        self.x, self.h = x, h
        return h_next.astype(x.dtype), c_next
