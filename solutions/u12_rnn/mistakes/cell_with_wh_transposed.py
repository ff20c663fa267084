"""Wh is transposed in the step

The state is a row and stands on the left: h Wh. Wh is square, so no shape says so.
"""

EXERCISE = "12.1"
READ = "handout 2.1"


class RNNCell:
    def forward(self, x: Array, h: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        self.x, self.h = x, h
        a = x @ self.params["Wx"] + h @ self.params["Wh"].T + self.params["b"]
        self.h_next = xp.tanh(a)
        return self.h_next  # type: ignore[no-any-return]

    def backward(self, dh_next: Array) -> tuple[Array, Array]:
        da = dh_next * (1 - self.h_next**2)
        self.grads["Wx"] = self.x.T @ da
        self.grads["Wh"] = da.T @ self.h
        self.grads["b"] = da.sum(axis=0)
        return da @ self.params["Wx"].T, da @ self.params["Wh"]
