"""the gradient of b is a mean over the batch

Each sequence adds its share. Where the loss is a mean, the 1/N is in the upstream
gradient already.
"""

EXERCISE = "14.2"
READ = "handout 2.3"


class LSTMCell:
    def backward(self, dh_next: Array, dc_next: Array) -> tuple[Array, Array, Array]:
        xp = array_namespace(dh_next)
        dtotal, dc = _lstm_back(xp, dh_next, dc_next, self.kept)
        self.grads["Wx"] = self.x.T @ dtotal
        self.grads["Wh"] = self.h.T @ dtotal
        self.grads["b"] = xp.mean(dtotal, axis=0)
        return dtotal @ self.params["Wx"].T, dtotal @ self.params["Wh"].T, dc
