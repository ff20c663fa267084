"""the slope is measured with two more forward passes in place of being derived

Differences cost two forward passes for every backward, and lose half of the digits.
"""

EXERCISE = "2.5"
READ = "handout 3.3"


class Tanh:
    """A hyperbolic tangent with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the hyperbolic tangent of every entry."""
        xp = array_namespace(x)
        self.x = 1.0 * x
        y: Array = xp.tanh(self.x)
        return y

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        x, step = self.x, 1e-5
        slope: Array = (self.forward(x + step) - self.forward(x - step)) / (2 * step)
        self.x = x
        return dout * slope
