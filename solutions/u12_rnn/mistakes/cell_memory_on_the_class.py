"""what backward needs is kept on the class

All cells of a program then share one memory: keep it on self.
"""

EXERCISE = "12.9"
READ = "handout 6.1"


class RNNCell:
    def forward(self, x: Array, h: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        RNNCell.x, RNNCell.h = x, h
        a = x @ self.params["Wx"] + h @ self.params["Wh"] + self.params["b"]
        RNNCell.h_next = xp.tanh(a)
        return RNNCell.h_next  # type: ignore[no-any-return]
