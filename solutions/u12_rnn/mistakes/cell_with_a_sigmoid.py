"""the sigmoid stands where the tanh belongs

The gates of unit 14 take sigmoids; the state of this cell takes a tanh.
"""

EXERCISE = "12.1"
READ = "handout 2.1"


class RNNCell:
    def forward(self, x: Array, h: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        self.x, self.h = x, h
        a = x @ self.params["Wx"] + h @ self.params["Wh"] + self.params["b"]
        self.h_next = 0.5 + 0.5 * xp.tanh(a / 2)
        return self.h_next  # type: ignore[no-any-return]

    def backward(self, dh_next: Array) -> tuple[Array, Array]:
        da = dh_next * self.h_next * (1 - self.h_next)
        self.grads["Wx"] = self.x.T @ da
        self.grads["Wh"] = self.h.T @ da
        self.grads["b"] = da.sum(axis=0)
        return da @ self.params["Wx"].T, da @ self.params["Wh"].T
