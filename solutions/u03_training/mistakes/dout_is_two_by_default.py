"""backward without an argument takes dout for something else than 1

The gradient of a number with respect to itself is 1.
"""

EXERCISE = "3.3"
READ = "handout 3.3"


class SoftmaxCrossEntropy:
    def backward(self, dout: float = 2.0) -> Array:
        n = len(self.p)
        return (self.p - self.target) * (dout / n)
