"""backward multiplies by the output where it should multiply by the slope

For x > 0 the output is x, but its slope is 1.
"""

EXERCISE = "2.4"
READ = "handout 3.2"


class ReLU:
    """A ReLU with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        self.out = xp.where(x > 0, x, 0.0)
        return self.out

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        return dout * self.out
