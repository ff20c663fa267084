"""backward adds alpha to the output that forward kept

A second backward adds it again, and whoever got the output finds it changed. `self.y +
self.alpha` makes a new array.
"""

EXERCISE = "2.8"
READ = "handout 5.2"


class ELU:
    """An ELU with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        xp = array_namespace(dout)
        self.y += self.alpha
        dx: Array = xp.where(self.positive, dout, dout * self.y)
        return dx
