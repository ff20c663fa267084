"""the cell turns its input into a NumPy array

np.asarray takes an array away from the device where it lives.
"""

EXERCISE = "12.12"
READ = "handout 6.4"


class RNNCell:
    def forward(self, x: Array, h: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        x = np.asarray(x)
        self.x, self.h = x, h
        a = x @ self.params["Wx"] + h @ self.params["Wh"] + self.params["b"]
        self.h_next = xp.tanh(a)
        return self.h_next  # type: ignore[no-any-return]
