"""the gradient of W is transposed

W is (D, M), and so is its gradient. Where D = M the shapes agree and the numbers are
still wrong.
"""

EXERCISE = "2.2"
READ = "handout 2.3"


class Affine:
    """An affine layer with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        self.grads["W"] = dout.T @ self.rows
        self.grads["b"] = dout.sum(axis=0)
        return (dout @ self.params["W"].T).reshape(self.x_shape)
