"""the gradient is made an array of NumPy's at the end

np.asarray would fetch the gradient from the GPU, and the layer below waits for it
there. It is an array already: return it as it is.
"""

EXERCISE = "2.11"
READ = "handout 5.5"


class Tanh:
    """A hyperbolic tangent with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        dx: Array = np.asarray(dout * (1 - self.y * self.y))
        return dx
