"""the ReLU is applied to dx, after the two ways

It is the last thing on the way forward, and so the first on the way back.
"""

EXERCISE = "10.3"
READ = "handout 3.2"


class ResidualBlock:
    def backward(self, dout: Array) -> Array:
        dx = _sum_backward(self, dout)
        return dx * self.is_open if dx.shape == self.is_open.shape else dx
