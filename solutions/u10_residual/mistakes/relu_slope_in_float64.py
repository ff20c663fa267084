"""the slope of the ReLU is an array of float64

Ones and zeros that are made without a dtype are float64, and make dx float64. True
and False are not.
"""

EXERCISE = "10.10"
READ = "handout 6.3"


class ResidualBlock:
    def backward(self, dout: Array) -> Array:
        slope = np.where(self.is_open, 1.0, 0.0)
        return _sum_backward(self, dout * slope)
