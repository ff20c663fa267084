"""the pixels of an image are read column by column

W has learned which number stands where. Read every image line by line, as `reshape`
does.
"""

EXERCISE = "2.1"
READ = "handout 2.2"


class Affine:
    """An affine layer with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        self.x_shape = x.shape
        self.rows = x.reshape(x.shape[0], -1, order="F")
        return self.rows @ self.params["W"] + self.params["b"]

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        self.grads["W"] = self.rows.T @ dout
        self.grads["b"] = dout.sum(axis=0)
        return (dout @ self.params["W"].T).reshape(self.x_shape, order="F")
