"""the gradient of W is put together from one outer product for each example

The product of the transposed rows with dout holds that sum already.
"""

EXERCISE = "2.10"
READ = "handout 5.4"


class Affine:
    """An affine layer with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        xp = array_namespace(dout)
        weights = xp.zeros_like(self.params["W"])
        for row, gradient in zip(self.rows, dout, strict=True):
            weights += row[:, None] * gradient
        self.grads["W"] = weights
        self.grads["b"] = dout.sum(axis=0)
        return (dout @ self.params["W"].T).reshape(self.x_shape)
