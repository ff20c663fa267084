"""the backward pass of the sigmoid multiplies dout in place

`dout *= slope` changes the caller's array. `dout * slope` makes a new one.
"""

EXERCISE = "2.8"
READ = "handout 5.2"


class Sigmoid:
    """A sigmoid with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        dout *= self.y * (1 - self.y)
        return dout
