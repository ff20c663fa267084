"""backward returns the slope and leaves out dout

dout says how the loss depends on your output. The chain rule multiplies it by the
slope.
"""

EXERCISE = "2.3"
READ = "handout 1.1"


class Sigmoid:
    """A sigmoid with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        return self.y * (1 - self.y)
