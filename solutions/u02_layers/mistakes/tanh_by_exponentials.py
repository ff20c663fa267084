"""the hyperbolic tangent is computed from e^x and e^-x

For x = 1000 that is infinity over infinity. NumPy's own function takes care of it.
"""

EXERCISE = "2.7"
READ = "handout 5.1"


class Tanh:
    """A hyperbolic tangent with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        up, down = xp.exp(1.0 * x), xp.exp(-1.0 * x)
        y: Array = (up - down) / (up + down)
        self.y = y
        return y
