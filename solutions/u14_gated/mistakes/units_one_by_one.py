"""the hidden units are computed one by one

A gate is one array of (N, H), and one product gives all of its units.
"""

EXERCISE = "14.12"
READ = "handout 6.4"


class GRUCell:
    def forward(self, x: Array, h: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        from_x = x @ self.params["Wx"] + self.params["bx"]
        columns = [h @ column for column in self.params["Wh"].T]
        from_h = xp.stack(columns, axis=1) + self.params["bh"]
        h_next, self.kept = _gru_step(xp, from_x, from_h, h)
        self.x = x
        return h_next


class LSTMCell:
    def forward(
        self, x: Array, h: Array, c: Array, train: bool = True
    ) -> tuple[Array, Array]:
        xp = array_namespace(x)
        total = (
            x @ self.params["Wx"]
            + xp.stack([h @ column for column in self.params["Wh"].T], axis=1)
            + self.params["b"]
        )
        h_next, c_next, self.kept = _lstm_step(xp, total, c)
        self.x, self.h = x, h
        return h_next, c_next


class GRU:
    def forward(
        self, x: Array, h0: Array | None = None, train: bool = True
    ) -> tuple[Array, Array]:
        xp = array_namespace(x)
        wh, bh = self.params["Wh"], self.params["bh"]
        columns = [x @ column for column in self.params["Wx"].T]
        from_x = xp.stack(columns, axis=2) + self.params["bx"]
        h = xp.zeros_like(from_x[:, 0, : wh.shape[0]]) if h0 is None else h0
        self.kept, outs = [], []
        for t in range(x.shape[1]):
            h, kept = _gru_step(xp, from_x[:, t], h @ wh + bh, h)
            self.kept.append(kept)
            outs.append(h)
        self.x = x
        return xp.stack(outs, axis=1), h
