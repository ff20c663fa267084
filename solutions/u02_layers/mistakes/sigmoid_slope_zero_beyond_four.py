"""the slope of the sigmoid is cut off where it is small

At x = 4 the slope is 0.018, and smaller ones still carry a gradient.
"""

EXERCISE = "2.3"
READ = "handout 3.1"


class Sigmoid:
    """A sigmoid with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        slope = self.y * (1 - self.y)
        return dout * slope * (slope - 0.02 > 0)
