"""the first state is made by np.zeros

It stays in the computer's own memory: zeros_like an array of the pass lives where
that does.
"""

EXERCISE = "14.12"
READ = "handout 6.5"


class GRU:
    def forward(
        self, x: Array, h0: Array | None = None, train: bool = True
    ) -> tuple[Array, Array]:
        xp = array_namespace(x)
        wh, bh = self.params["Wh"], self.params["bh"]
        from_x = x @ self.params["Wx"] + self.params["bx"]
        h = np.zeros((len(x), wh.shape[0]), dtype=wh.dtype) if h0 is None else h0
        self.kept, outs = [], []
        for t in range(x.shape[1]):
            h, kept = _gru_step(xp, from_x[:, t], h @ wh + bh, h)
            self.kept.append(kept)
            outs.append(h)
        self.x = x
        return xp.stack(outs, axis=1), h
