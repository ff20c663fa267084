"""y is turned into float32 on the way back

Float64 has sixteen digits, and half of them are lost.
"""

EXERCISE = "2.3"
READ = "handout 5.3"


class Sigmoid:
    """A sigmoid with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        y = self.y.astype("float32")
        return dout * (y * (1 - y))
