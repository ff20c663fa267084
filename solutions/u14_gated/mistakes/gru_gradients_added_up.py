"""backward adds to grads in place of assigning them

A second backward after the same forward must give the same numbers, not twice as
much.
"""

EXERCISE = "14.10"
READ = "handout 6.2"


class GRUCell:
    def backward(self, dh_next: Array) -> tuple[Array, Array]:
        xp = array_namespace(dh_next)
        dx_part, dh_part, direct = _gru_back(xp, dh_next, self.kept)
        self.grads["Wx"] = self.x.T @ dx_part
        self.grads["Wh"] = self.kept[-1].T @ dh_part
        self.grads["bx"] = self.grads["bx"] + xp.sum(dx_part, axis=0)
        self.grads["bh"] = xp.sum(dh_part, axis=0)
        return dx_part @ self.params["Wx"].T, direct + dh_part @ self.params["Wh"].T
