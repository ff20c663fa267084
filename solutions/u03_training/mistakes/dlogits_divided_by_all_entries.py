"""the gradient is divided by N times C

The mean of forward runs over the N examples. self.p.size counts classes as well.
"""

EXERCISE = "3.3"
READ = "handout 3.3"


class SoftmaxCrossEntropy:
    def backward(self, dout: float = 1.0) -> Array:
        return (self.p - self.target) * (dout / self.p.size)
