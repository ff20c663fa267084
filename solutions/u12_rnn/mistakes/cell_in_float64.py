"""the cell turns x into float64

A float32 network then runs at half its speed. Let the dtype follow x.
"""

EXERCISE = "12.10"
READ = "handout 6.2"


class RNNCell:
    def forward(self, x: Array, h: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        x = x.astype(xp.float64)
        self.x, self.h = x, h
        a = x @ self.params["Wx"] + h @ self.params["Wh"] + self.params["b"]
        self.h_next = xp.tanh(a)
        return self.h_next  # type: ignore[no-any-return]
