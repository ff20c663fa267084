"""the ELU computes a gradient for alpha and puts it into grads

alpha is chosen once and not learned, so nobody asks for its gradient. Both dictionaries
of an activation stay empty.
"""

EXERCISE = "2.8"
READ = "handout 1.2"


class ELU:
    """An ELU with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        xp = array_namespace(dout)
        self.grads["alpha"] = xp.where(self.positive, 0.0, dout * self.y / self.alpha)
        dx: Array = xp.where(self.positive, dout, dout * (self.y + self.alpha))
        return dx
