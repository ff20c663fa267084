"""the gradient of Wh is made with h after each step

Wh has been multiplied by h before the step: h0 at the first one, out[:, t - 1] later.
"""

EXERCISE = "14.5"
READ = "handout 4.2"


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
        self.kept, outs = [], []
        for t in range(x.shape[1]):
            h, c, kept = _lstm_step(xp, total[:, t] + h @ wh, c)
            self.kept.append(kept)
            outs.append(h)
        out = xp.stack(outs, axis=1)
        self.x, self.h = x, out
        return out, (h, c)
