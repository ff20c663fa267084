"""dx keeps the shape of the rows

The layer before you gave an image and expects the gradient of an image.
"""

EXERCISE = "2.2"
READ = "handout 2.2"


class Affine:
    """An affine layer with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        self.grads["W"] = self.rows.T @ dout
        self.grads["b"] = dout.sum(axis=0)
        return dout @ self.params["W"].T
