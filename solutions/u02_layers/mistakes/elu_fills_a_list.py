"""the slopes of the ELU are collected in a list, one number at a time

A list of numbers takes a step of Python for each: dout * slope does all at once.
"""

EXERCISE = "2.10"
READ = "handout 5.4"


class ELU:
    """An ELU with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        slopes = []
        for is_positive, y in zip(self.positive.ravel(), self.y.ravel(), strict=True):
            slopes.append(1.0 if is_positive else float(y) + self.alpha)
        slope: Array = np.array(slopes, dtype=dout.dtype).reshape(dout.shape)
        return dout * slope
