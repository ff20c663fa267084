"""the square is subtracted from ones of NumPy's

np.ones makes an array in the computer's own memory, which does not mix with y on a GPU.
The Python number 1 mixes with everything.
"""

EXERCISE = "2.11"
READ = "handout 5.5"


class Tanh:
    """A hyperbolic tangent with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        slope: Array = np.ones(dout.shape, dout.dtype) - self.y * self.y
        return dout * slope
