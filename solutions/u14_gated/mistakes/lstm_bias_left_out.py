"""the bias is left out of a step

The sum of x Wx and h Wh gets b as well; it holds the forget gate open at the start.
"""

EXERCISE = "14.1"
READ = "handout 2.2"


class LSTMCell:
    def forward(
        self, x: Array, h: Array, c: Array, train: bool = True
    ) -> tuple[Array, Array]:
        xp = array_namespace(x)
        total = x @ self.params["Wx"] + h @ self.params["Wh"]
        h_next, c_next, self.kept = _lstm_step(xp, total, c)
        self.x, self.h = x, h
        return h_next, c_next
