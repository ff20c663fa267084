"""alpha is spread out to an array of NumPy's

A Python number mixes with every array, on a GPU too. An array made by np.full does not.
"""

EXERCISE = "2.11"
READ = "handout 5.5"


class LeakyReLU:
    """A leaky ReLU with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        xp = array_namespace(dout)
        alphas = np.full(dout.shape, self.alpha, dout.dtype)
        dx: Array = xp.where(self.positive, dout, alphas * dout)
        return dx
