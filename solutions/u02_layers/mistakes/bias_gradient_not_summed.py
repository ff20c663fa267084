"""the gradient of b is dout itself

The one b was added to every example, so the gradients of all examples reach it. With
one example nothing shows.
"""

EXERCISE = "2.2"
READ = "handout 2.3"


class Affine:
    """An affine layer with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        self.grads["W"] = self.rows.T @ dout
        self.grads["b"] = dout
        return (dout @ self.params["W"].T).reshape(self.x_shape)
