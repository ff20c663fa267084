"""x is cut off at 500 on both sides, and its gradient with it

A cut keeps an exponential from overflowing, and a LeakyReLU takes none. Both sides go
on as straight lines.
"""

EXERCISE = "2.7"
READ = "handout 5.1"


class LeakyReLU:
    """A leaky ReLU with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        self.positive, self.inside = x > 0, abs(1.0 * x) < 500  # noqa: PLR2004
        x = (1.0 * x).clip(-500.0, 500.0)
        out: Array = xp.where(self.positive, x, self.alpha * x)
        return out

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        xp = array_namespace(dout)
        dx: Array = xp.where(self.positive, dout, self.alpha * dout)
        return xp.where(self.inside, dx, 0.0)
