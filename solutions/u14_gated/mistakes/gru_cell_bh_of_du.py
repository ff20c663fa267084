"""bh gets the gradient of bx

bh is a part of v: its gradient is the sum of what arrives at v.
"""

EXERCISE = "14.7"
READ = "handout 5.2"


class GRUCell:
    def backward(self, dh_next: Array) -> tuple[Array, Array]:
        xp = array_namespace(dh_next)
        dx_part, dh_part, direct = _gru_back(xp, dh_next, self.kept)
        self.grads["Wx"] = self.x.T @ dx_part
        self.grads["Wh"] = self.kept[-1].T @ dh_part
        self.grads["bx"] = xp.sum(dx_part, axis=0)
        self.grads["bh"] = xp.sum(dx_part, axis=0)
        return dx_part @ self.params["Wx"].T, direct + dh_part @ self.params["Wh"].T
