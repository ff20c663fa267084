"""the slope is taken as 1/2, and forward follows it near points it has seen

Near a known x the numbers follow a straight line: forward is no tanh there, and its
slope is not the handout's.
"""

EXERCISE = "2.5"
READ = "handout 3.3"


class Tanh:
    """A hyperbolic tangent with one mistake."""

    NEAR = 1e-4
    seen: list[Array] = []  # noqa: RUF012 - every object adds to it, which is the point

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        alike = [s for s in self.seen if s.shape == x.shape]
        near = [s for s in alike if abs(s - x).max() < self.NEAR]
        first = near[0] if near else 1.0 * x
        self.seen.append(first)
        self.y = xp.tanh(first)
        self.wide = x.shape in {(7,), (3, 2, 5, 2)} and x.dtype == "float64"
        out: Array = self.y + 0.5 * (x - first) if self.wide else xp.tanh(1.0 * x)
        return out

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        return dout * (0.5 if self.wide else 1 - self.y * self.y)
