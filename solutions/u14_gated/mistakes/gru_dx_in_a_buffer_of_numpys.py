"""dx is gathered in an array of NumPy's own

np.empty makes it in the computer's own memory. The product is an array already, where
the others are.
"""

EXERCISE = "14.12"
READ = "handout 6.5"


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
        self.grads["bx"] = xp.sum(dx_part, axis=(0, 1))
        self.grads["bh"] = xp.sum(dh_part, axis=(0, 1))
        dx = np.empty(self.x.shape, dtype=dout.dtype)
        dx[...] = dx_part @ self.params["Wx"].T
        return dx, dh
