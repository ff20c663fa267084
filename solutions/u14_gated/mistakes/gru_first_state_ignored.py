"""h0 has no say

The caller may go on with an earlier sequence, whose state is h0.
"""

EXERCISE = "14.8"
READ = "handout 5.4"


class GRU:
    def forward(
        self, x: Array, h0: Array | None = None, train: bool = True
    ) -> tuple[Array, Array]:
        xp = array_namespace(x)
        wh, bh = self.params["Wh"], self.params["bh"]
        from_x = x @ self.params["Wx"] + self.params["bx"]
        h = xp.zeros_like(from_x[:, 0, : wh.shape[0]])
        self.kept, outs = [], []
        for t in range(x.shape[1]):
            h, kept = _gru_step(xp, from_x[:, t], h @ wh + bh, h)
            self.kept.append(kept)
            outs.append(h)
        self.x = x
        return xp.stack(outs, axis=1), h
