"""the gradients of the parameters hold one step only

The parameters are the same at every step, so their gradients are sums over all steps.
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
            dtotal, dc = _lstm_back(xp, dout[:, t] + dh, dc, self.kept[t])
            dh = dtotal @ wh.T
            dtotals.append(dtotal)
        dtotal = xp.stack(dtotals[::-1], axis=1)
        self.grads["Wx"] = self.x[:, 0].T @ dtotal[:, 0]
        self.grads["Wh"] = self.h[:, 0].T @ dtotal[:, 0]
        self.grads["b"] = xp.sum(dtotal[:, 0], axis=0)
        return dtotal @ self.params["Wx"].T, dh, dc
