"""the gradient of b is added up by Python's own sum, row by row

The built-in sum walks over the rows; dout.sum(axis=0) is one call.
"""

EXERCISE = "2.10"
READ = "handout 5.4"


class Affine:
    """An affine layer with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        self.grads["W"] = self.rows.T @ dout
        self.grads["b"] = sum(dout)  # type: ignore[assignment]  # of arrays, an array
        return (dout @ self.params["W"].T).reshape(self.x_shape)
