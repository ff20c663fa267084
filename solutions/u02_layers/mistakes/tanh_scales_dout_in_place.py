"""the slope of the tanh is multiplied into dout itself

dout belongs to the caller, who may need it for another branch. `dout * slope` makes a
new array, `dout *= slope` does not.
"""

EXERCISE = "2.8"
READ = "handout 5.2"


class Tanh:
    """A hyperbolic tangent with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        dout *= 1 - self.y * self.y
        return dout
