"""the slope of the sigmoid is taken to be 1 - y

That is half of the formula: far to the left, where the curve is flat, it gives 1.
"""

EXERCISE = "2.3"
READ = "handout 3.1"


class Sigmoid:
    """A sigmoid with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        return dout * (1 - self.y)
