"""whole numbers become float32

Half of their digits are lost on the way in. The course's rule is float64 for whole
numbers, and 1.0 * x does it.
"""

EXERCISE = "2.9"
READ = "handout 5.3"


class Tanh:
    """A hyperbolic tangent with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        y: Array = xp.tanh(x if x.dtype.kind == "f" else x.astype(xp.float32))
        self.y = y
        return y
