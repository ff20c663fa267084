"""backward takes the sigmoid of the output once more

What you kept is y already. The slope is y (1 - y) as it stands.
"""

EXERCISE = "2.3"
READ = "handout 3.1"


class Sigmoid:
    """A sigmoid with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        xp = array_namespace(dout)
        y = 1 / (1 + xp.exp(-self.y))
        return dout * y * (1 - y)
