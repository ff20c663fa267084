"""x is clipped to 4 before the tanh

`xp.tanh` needs no help; tanh of 4 is 0.9993, and the curve goes on.
"""

EXERCISE = "2.5"
READ = "handout 3.3"


class Tanh:
    """A hyperbolic tangent with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        y: Array = xp.tanh(xp.clip(1.0 * x, -4.0, 4.0))
        self.y = y
        return y
