"""the hyperbolic tangent is computed as 2 sigmoid(x) - 1

That is the tanh of half of x: the sigmoid must be that of 2 x. `xp.tanh` is there for
you.
"""

EXERCISE = "2.5"
READ = "handout 3.3"


class Tanh:
    """A hyperbolic tangent with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        z = xp.exp(xp.where(x < 0, 1.0 * x, -1.0 * x))
        y: Array = 2 * xp.where(x < 0, z, 1.0) / (1 + z) - 1
        self.y = y
        return y
