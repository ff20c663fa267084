"""backward replaces the zeros of x by something small

Zeros are as good as other numbers, and the rows are the caller's x in another shape.
"""

EXERCISE = "2.8"
READ = "handout 5.2"


class Affine:
    """An affine layer with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        self.grads["W"] = self.rows.T @ dout
        self.grads["b"] = dout.sum(axis=0)
        self.rows[self.rows == 0] = 1e-8
        return (dout @ self.params["W"].T).reshape(self.x_shape)
