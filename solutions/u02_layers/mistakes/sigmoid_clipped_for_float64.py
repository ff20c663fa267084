"""x is clipped to 500 before the exponential

Float64 ends at e^709, float32 at e^88. Choose a form that needs no such number.
"""

EXERCISE = "2.7"
READ = "handout 5.1"


class Sigmoid:
    """A sigmoid with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        y: Array = 1 / (1 + xp.exp(-xp.clip(1.0 * x, -500, 500)))
        self.y = y
        return y
