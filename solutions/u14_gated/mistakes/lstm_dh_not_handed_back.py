"""dh of the next step is not added

h of a step is an output and the next step's input. What comes back from both is
added.
"""

EXERCISE = "14.5"
READ = "handout 4.2"


class LSTM:
    def backward(
        self, dout: Array, dh_n: Array | None = None, dc_n: Array | None = None
    ) -> tuple[Array, Array, Array]:
        xp = array_namespace(dout)
        wh = self.params["Wh"]
        dh = xp.zeros_like(dout[:, 0]) if dh_n is None else dh_n
        dc = xp.zeros_like(dout[:, 0]) if dc_n is None else dc_n
        dtotals = []
        for t in reversed(range(dout.shape[1])):
            dtotal, dc = _lstm_back(
                xp, dout[:, t] + (dh if t == dout.shape[1] - 1 else 0), dc, self.kept[t]
            )
            dh = dtotal @ wh.T
            dtotals.append(dtotal)
        dtotal = xp.stack(dtotals[::-1], axis=1)
        self.grads["Wx"] = _rows(self.x).T @ _rows(dtotal)
        self.grads["Wh"] = _rows(self.h).T @ _rows(dtotal)
        self.grads["b"] = xp.sum(dtotal, axis=(0, 1))
        return dtotal @ self.params["Wx"].T, dh, dc
