"""the examples are added up by a product with ones of NumPy's

np.ones makes an array in the computer's own memory, which does not mix with dout on a
GPU. A sum needs no ones: dout.sum(axis=0).
"""

EXERCISE = "2.11"
READ = "handout 5.5"


class Affine:
    """An affine layer with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x, and set those of W and b."""
        self.grads["W"] = self.rows.T @ dout
        self.grads["b"] = np.ones(dout.shape[0], dout.dtype) @ dout
        return (dout @ self.params["W"].T).reshape(self.x_shape)
