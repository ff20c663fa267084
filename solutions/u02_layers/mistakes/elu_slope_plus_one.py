"""the left slope is taken to be y + 1

That holds for alpha = 1 alone. Write the slope with alpha and subtract your output to
see what is left.
"""

EXERCISE = "2.6"
READ = "handout 3.4"


class ELU:
    """An ELU with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        xp = array_namespace(dout)
        dx: Array = xp.where(self.positive, dout, dout * (self.y + 1))
        return dx
