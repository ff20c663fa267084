"""backward adds to grads in place of assigning them

A second backward after the same forward must give the same numbers, not twice as
much.
"""

EXERCISE = "14.10"
READ = "handout 6.2"


class LSTMCell:
    def backward(self, dh_next: Array, dc_next: Array) -> tuple[Array, Array, Array]:
        xp = array_namespace(dh_next)
        dtotal, dc = _lstm_back(xp, dh_next, dc_next, self.kept)
        self.grads["Wx"] = self.x.T @ dtotal
        self.grads["Wh"] = self.h.T @ dtotal
        self.grads["b"] = self.grads["b"] + xp.sum(dtotal, axis=0)
        return dtotal @ self.params["Wx"].T, dtotal @ self.params["Wh"].T, dc


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
        self.grads["Wx"] = _rows(self.x).T @ _rows(dtotal)
        self.grads["Wh"] = _rows(self.h).T @ _rows(dtotal)
        self.grads["b"] = self.grads["b"] + xp.sum(dtotal, axis=(0, 1))
        return dtotal @ self.params["Wx"].T, dh, dc


class GRUCell:
    def backward(self, dh_next: Array) -> tuple[Array, Array]:
        xp = array_namespace(dh_next)
        dx_part, dh_part, direct = _gru_back(xp, dh_next, self.kept)
        self.grads["Wx"] = self.x.T @ dx_part
        self.grads["Wh"] = self.kept[-1].T @ dh_part
        self.grads["bx"] = self.grads["bx"] + xp.sum(dx_part, axis=0)
        self.grads["bh"] = xp.sum(dh_part, axis=0)
        return dx_part @ self.params["Wx"].T, direct + dh_part @ self.params["Wh"].T


class GRU:
    def backward(self, dout: Array, dh_n: Array | None = None) -> tuple[Array, Array]:
        xp = array_namespace(dout)
        wh = self.params["Wh"]
        dh = xp.zeros_like(dout[:, 0]) if dh_n is None else dh_n
        parts = []
        for t in reversed(range(dout.shape[1])):
            dx_part, dh_part, direct = _gru_back(xp, dout[:, t] + dh, self.kept[t])
            dh = direct + dh_part @ wh.T
            parts.append((dx_part, dh_part, self.kept[t][-1]))
        dx_part, dh_part, h = (
            xp.stack(each, axis=1) for each in zip(*parts[::-1], strict=True)
        )
        self.grads["Wx"] = _rows(self.x).T @ _rows(dx_part)
        self.grads["Wh"] = _rows(h).T @ _rows(dh_part)
        self.grads["bx"] = self.grads["bx"] + xp.sum(dx_part, axis=(0, 1))
        self.grads["bh"] = xp.sum(dh_part, axis=(0, 1))
        return dx_part @ self.params["Wx"].T, dh
