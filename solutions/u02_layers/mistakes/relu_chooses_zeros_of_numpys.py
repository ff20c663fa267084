"""backward chooses between dout and zeros of NumPy's

np.zeros makes an array in the computer's own memory, which does not mix with dout on a
GPU. The Python number 0.0 mixes with everything.
"""

EXERCISE = "2.11"
READ = "handout 5.5"


class ReLU:
    """A ReLU with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        xp = array_namespace(dout)
        dx: Array = xp.where(self.positive, dout, np.zeros(dout.shape, dout.dtype))
        return dx
